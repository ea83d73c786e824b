// SPDX-License-Identifier: MIT
// Files go up as they are, long ones in parts; a job reads each and is asked now and then how far it is.
import { ApiError, get, upload } from "./api";
import type { Import, Job, Upload } from "./answers";

const PART_BYTES = 8 * 1024 * 1024; // half of what the server takes at once
const PAUSE_MS = 200;
const pause = (): Promise<void> => new Promise((go) => setTimeout(go, PAUSE_MS));

async function sendUp(file: File): Promise<number> {
  const name = encodeURIComponent(file.name.slice(-200));
  let id = "";
  for (let from = 0; ; from += PART_BYTES) {
    const more = from + PART_BYTES < file.size;
    const told = await upload<Upload>(`import?name=${name}${id}${more ? "&more=true" : ""}`, file.slice(from, from + PART_BYTES));
    if (told.job_id !== null) return told.job_id;
    if (!more) throw new ApiError(500, "the upload came to no end", "", "");
    id = `&upload_id=${told.upload_id}`;
  }
}

// What came of one file, which may be an archive of many.
export async function importFile(file: File, progress: (job: Job) => void): Promise<Import> {
  const id = await sendUp(file);
  for (;;) {
    const job = await get<Job>(`jobs/${id}`);
    progress(job);
    if (job.result) return job.result as unknown as Import;
    if (job.state === "done" || job.state === "failed" || job.state === "cancelled") throw new ApiError(409, job.error ?? job.state, job.remedy ?? "", "");
    await pause();
  }
}
