// How Chromium is started for the tests: as playwright does, without what a test never sees.
//
// For the address line of each window Chromium loads two pages of its own in a process of their own, and after each
// page it begins a process for the next: together more work than the page under test. The last --disable-features
// counts, so that what playwright leaves out stands here again.
const unseen = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "SpareRendererForSitePerProcess"];
const playwrights = ["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
  "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"];
export const chromiumArgs = [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu", `--disable-features=${[...playwrights, ...unseen].join()}`];
