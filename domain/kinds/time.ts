import * as z from 'zod';

/** A moment as Kubernetes writes it: RFC 3339, for example `2026-11-23T06:14:00Z`. */
export const Time = z.iso.datetime({ offset: true });

/** A span as Go writes it, for example `1h2m3.5s`. */
export const Duration = z.string();
