// SPDX-License-Identifier: MIT
// Hooks: an answer of the API as a component sees it, and small stores of the page's own.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError, get, known, onChange, wasReadAhead, type Form } from "./api";

export interface Answer<T> {
  data: T | undefined; // the last that came, also while a newer one is asked for
  error: ApiError | undefined;
  again: () => void;
}

// Asks for `path` now and whenever something has changed; null asks nothing.
export function useGet<T>(path: string | null, form?: Form): Answer<T> {
  const [state, set] = useState<{ path: string | null; data?: T | undefined; error?: ApiError | undefined }>({ path: null });
  const running = useRef<AbortController | undefined>(undefined);
  const again = useCallback(() => {
    if (path === null) return;
    running.current?.abort();
    const control = (running.current = new AbortController());
    get<T>(path, control.signal, form).then(
      (data) => { if (!control.signal.aborted) set({ path, data }); },
      (error) => {
        if (control.signal.aborted) return;
        const told = error instanceof ApiError ? error : new ApiError(0, String(error), "", "");
        set({ path, data: told.status === 0 ? known<T>(path) : undefined, error: told });
      },
    );
  }, [path]);
  useLayoutEffect(() => { // not after the paint: the answer may come before it
    if (path === null || !wasReadAhead(path)) again();
    const stop = onChange(again);
    return () => {
      stop();
      running.current?.abort();
    };
  }, [again, path]);
  const mine = state.path === path;
  return { data: mine ? state.data : path === null ? undefined : known<T>(path), error: mine ? state.error : undefined, again };
}

// The last that came, while the next is on its way.
export function useKept<T>(data: T | undefined): T | undefined {
  const last = useRef(data);
  if (data !== undefined) last.current = data;
  return last.current;
}

// The same of a whole answer, unless it was refused.
export function useLast<T>(answer: Answer<T>): Answer<T> {
  const last = useKept(answer.data);
  return { ...answer, data: answer.error && answer.error.status > 0 ? answer.data : last };
}

// A value with listeners.
export class Store<T> {
  private readonly listeners = new Set<() => void>();
  constructor(private value: T) {}
  get(): T {
    return this.value;
  }
  set(value: T): void {
    this.value = value;
    this.listeners.forEach((listener) => listener());
  }
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

export function useStore<T>(store: Store<T>): T {
  const [, draw] = useState(0);
  useEffect(() => store.listen(() => draw((n) => n + 1)), [store]);
  return store.get();
}

// Whether the window is so now: "(max-width: 599px)".
export function useMatch(query: string): boolean {
  const [is, set] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query), look = (): void => set(list.matches);
    list.addEventListener("change", look);
    return () => list.removeEventListener("change", look);
  }, [query]);
  return is;
}
