import type { CustomFetch } from 'openid-client';
import { asGate } from '../as-gate.ts';

/** How openid-client asks: by the gate's name instead of its own, and until the signal aborts. */
export const fetchAsGate =
  (signal?: AbortSignal): CustomFetch =>
  (url, options) =>
    fetch(url, {
      ...options,
      headers: { ...options.headers, ...asGate },
      body: options.body instanceof URLSearchParams ? options.body : null,
      signal: AbortSignal.any([signal, options.signal].filter((each) => each !== undefined)),
    });
