import { accounts } from './accounts.ts';
import { batch } from './batch.ts';
import { mainNamespace } from './beside.ts';
import type { Fixture, Place } from './fixture.ts';
import { guards, limits, quota } from './limits.ts';
import { network } from './network.ts';
import { openshift } from './openshift.ts';
import { services } from './services.ts';
import { settings } from './settings.ts';
import { widgets } from './widgets.ts';
import { workloads } from './workloads.ts';

/** A namespace of everything, in the order in which it is made. */
export function everything(place: Place, labels: Record<string, string>): Fixture[] {
  return [
    mainNamespace(place, labels),
    ...limits(place),
    ...accounts(place),
    ...settings(place),
    ...services(place),
    ...network(place),
    ...workloads(place),
    ...batch(place),
    ...guards(),
    ...widgets(place),
    ...openshift(place),
    quota(),
  ];
}
