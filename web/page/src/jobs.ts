// SPDX-License-Identifier: MIT
// Files go up as they are, long ones in parts; a job reads each and is asked now and then how far it is.
import { ApiError, get, upload } from "./api";
import type { Import, Job, Upload } from "./answers";

const PART_BYTES = 8 * 1024 * 1024; // half of what the server takes at once
const NAME_BYTES = 240; // of a name its end, which says what the file is
const PAUSE_MS = 200;
const LOST_MOST = 150; // looks in a row that nobody answered: half a minute
const pause = (): Promise<void> => new Promise((go) => setTimeout(go, PAUSE_MS));

async function sendUp(file: File): Promise<number> {
  const name = encodeURIComponent(new TextDecoder().decode(new TextEncoder().encode(file.name).slice(-NAME_BYTES)).replace(/^\ufffd+/, ""));
  let id = "";
  for (let from = 0; ; from += PART_BYTES) {
    const more = from + PART_BYTES < file.size;
    const told = await upload<Upload>(`import?name=${name}${id}${more ? "&more=true" : ""}`, file.slice(from, from + PART_BYTES));
    if (told.job_id !== null) return told.job_id;
    if (!more) throw new ApiError(500, "the upload came to no end", "", "");
    id = `&upload_id=${told.upload_id}`;
  }
}

export const failed = (job: Job): ApiError => new ApiError(409, job.error ?? job.state, job.remedy ?? "", "");
// A look that is lost on the way ends no job.
export async function ended(id: number, progress: (job: Job) => void = () => undefined): Promise<Job> {
  for (let lost = 0; ; await pause()) {
    const job = await get<Job>(`jobs/${id}`).catch((error: ApiError) => {
      if (error.status !== 0 || ++lost > LOST_MOST) throw error;
    });
    if (!job) continue;
    lost = 0;
    progress(job);
    if (job.state !== "waiting" && job.state !== "running") return job;
  }
}

// What came of one file, which may be an archive of many.
export async function importFile(file: File, progress: (job: Job) => void): Promise<Import> {
  const job = await ended(await sendUp(file), progress);
  if (job.result) return job.result as unknown as Import;
  throw failed(job);
}
