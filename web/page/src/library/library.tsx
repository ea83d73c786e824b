// SPDX-License-Identifier: MIT
import { Heading } from "../parts/Heading";
import { t } from "../texts/texts";

export const LibraryPage = () => <><Heading>{t("page.library")}</Heading><p>{t("library.text")}</p></>;
