import { describeObject, keyOf } from '../kube-object.ts';
import type { Placement } from './placement.ts';

/** As many as a person reads. */
const SHOWN = 10;

/** `Kind namespace/name: why`, one after another; how many more there are at the end. */
export function listed(sentences: readonly string[]): string {
  const more = sentences.length - SHOWN;
  const shown = sentences.slice(0, SHOWN);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** What keeps objects from being placed; none when all can be. */
export function refusedPlaces(placements: readonly Placement[]): string[] {
  return placements.flatMap((placement) =>
    placement.act === 'refuse'
      ? `${describeObject(keyOf(placement.wanted))}: ${placement.because}`
      : [],
  );
}

const CALLED = /(?:failed calling webhook|admission webhook) "(?<name>[^"]+)"/;

/** The webhook that a refusal of the API server speaks of. */
export function webhookIn(detail: string): string | undefined {
  return CALLED.exec(detail)?.groups?.['name'];
}
