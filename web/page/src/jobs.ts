// SPDX-License-Identifier: MIT
// Long work (an import, a plan) is answered at once with the number of a job; its result comes when it is done.
import { ApiError, get } from "./api";

const PAUSE_MS = 200;
const pause = (): Promise<void> => new Promise((go) => setTimeout(go, PAUSE_MS));

interface Job {
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
}
interface Numbered {
  job: number;
}
const isNumbered = (answer: unknown): answer is Numbered => typeof answer === "object" && answer !== null && typeof (answer as Numbered).job === "number";

// The result itself, whether it came at once or has to be waited for.
export async function finished<T>(answer: unknown): Promise<T> {
  if (!isNumbered(answer)) return answer as T;
  for (;;) {
    const job = await get<Job & { result?: T; error?: string; remedy?: string }>(`jobs/${answer.job}`);
    if (job.state === "done") return job.result as T;
    if (job.state === "failed" || job.state === "cancelled") throw new ApiError(409, job.error ?? job.state, job.remedy ?? "", "");
    await pause();
  }
}
