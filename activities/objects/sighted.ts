import { FAILURES } from '../../domain/failures/table.ts';
import { describeObject, keyOf } from '../../domain/kube-object.ts';
import type { Finding } from '../../domain/report/report.ts';
import type { Sight } from './look-ahead.ts';

/** What was seen, for a report: of all objects, and each by itself. */
export function findingsOf({ unlisted, taken, claims, rehearsed, unread }: Sight): Finding[] {
  return [
    ...unread.findings,
    ...unlisted.map((text): Finding => ({
      ...{ severity: 'refusal', text },
      advice: 'Repair the API, or delete its APIService or definition.',
    })),
    ...taken.map(({ wanted, because }): Finding => ({
      ...{ object: describeObject(keyOf(wanted)), severity: 'refusal', text: because },
      advice: FAILURES['DRAY-1011'].advice,
    })),
    ...claims.map(({ object, refusal }): Finding => ({
      ...{ object, severity: 'refusal', text: refusal },
      advice: FAILURES['DRAY-3010'].advice,
    })),
    ...rehearsed,
  ];
}
