import { formatBytes } from '../../infra/sandbox/progress/duration.ts';
import type { BothWays, Cutover } from './cutovers.ts';
import type { Dataset } from './dataset.ts';
import type { ColdDemo } from './demo.ts';
import { table } from './document.ts';
import type { History } from './histories.ts';
import type { LocalTransfer } from './local-transfer.ts';
import type { Facts } from './machine.ts';
import type { Outage } from './outage.ts';
import type { Memory } from './processes.ts';
import type { ProductTransfer } from './product-transfer.ts';
import { OUTAGE_STEPS, type Step, STEPS } from './steps.ts';
import { rankText, rateText, secondsText, steadinessText } from './words.ts';

export interface Transfer {
  dataset: Dataset;
  product: ProductTransfer[];
  local: LocalTransfer[];
}

/** Everything that one run of the benchmark has measured. */
export interface Measured {
  facts: Facts;
  outages: { settled: Outage[]; fresh: Outage[] };
  objects: ObjectMoves[];
  transfers: Transfer[];
  footprint: { memory: Memory[]; histories: History[] };
  demo: { warmSeconds: number; cold: ColdDemo[] };
}

/** Namespaces of so many objects. */
export interface ObjectMoves {
  count: number;
  moves: BothWays[];
}

/**
 * The parts of docs/performance.md that are written by machine, by the names of their markers: those that this run
 * has measured.
 */
export function reportSections(measured: Partial<Measured>): Record<string, string> {
  const { facts, outages, objects, transfers, footprint, demo } = measured;
  return {
    ...(facts === undefined ? {} : { machine: table(['', ''], facts) }),
    ...(outages === undefined ? {} : { outage: outageTable(outages) }),
    ...(objects === undefined ? {} : { objects: objectsTable(objects) }),
    ...(transfers === undefined
      ? {}
      : { cutover: volumesTable(transfers), transfer: transferTable(transfers) }),
    ...(footprint === undefined ? {} : { footprint: footprintTables(footprint) }),
    ...(demo === undefined ? {} : { demo: demoTable(demo) }),
  };
}

/** PostgreSQL stopped, copied, compared and started by hand with kubectl and the same pods, five runs. */
const BY_HAND = {
  total: '2.35–3.95 s',
  quiesce: '',
  'wait for pods': '0.80–2.35 s',
  'last delta and comparison': '0.75–1.00 s',
  restore: 'none',
  start: '0.69–0.76 s',
} as const satisfies Record<'total' | (typeof OUTAGE_STEPS)[number], string>;

function outageTable({ settled, fresh }: Measured['outages']): string {
  const row = (title: string, value: (outage: Outage) => number | undefined, byHand = '') => [
    ...[title, secondsText(settled.flatMap((one) => value(one) ?? []))],
    ...[byHand, secondsText(fresh.flatMap((one) => value(one) ?? []))],
  ];
  const rows = [
    row('**seen by the writer**', (outage) => outage.writerSeconds, BY_HAND.total),
    ...OUTAGE_STEPS.map((step) => row(step, ({ steps }) => steps[step], BY_HAND[step])),
    row('recorded by Drayage', ({ view }) => view.downtime?.seconds),
    row('predicted by Drayage, without the restore', ({ view }) => view.downtime?.predictedSeconds),
  ];
  const size = formatBytes(settled[0]?.databaseBytes ?? 0);
  const commits = [...settled, ...fresh].map((outage) => outage.commits).join(', ');
  return [
    table([`PostgreSQL of ${size}`, 'Drayage', 'by hand', 'Drayage, freshly loaded'], rows),
    `Acknowledged commits, run by run: ${commits}. All of them were found on the target.`,
  ].join('\n\n');
}

function objectsTable(objects: readonly ObjectMoves[]): string {
  const columns = objects.flatMap(({ count, moves }) => {
    const what = count === 0 ? 'empty namespace' : `${count} ConfigMaps`;
    return [
      { title: `${what}, by Velero`, cutovers: moves.map(({ Velero }) => Velero) },
      { title: `${what}, directly`, cutovers: moves.map(({ Direct }) => Direct) },
    ];
  });
  return cutoverTable(columns);
}

function volumesTable(transfers: readonly Transfer[]): string {
  return cutoverTable(
    transfers.map(({ dataset, product }) => ({ title: describe(dataset), cutovers: product })),
  );
}

function cutoverTable(columns: readonly { title: string; cutovers: Cutover[] }[]): string {
  const row = (title: string, value: (cutover: Cutover) => number): string[] => [
    title,
    ...columns.map(({ cutovers }) => secondsText(cutovers.map(value))),
  ];
  const taken = (step: Step) =>
    columns.some(({ cutovers }) => cutovers.some(({ steps }) => steps[step] > 0));
  return table(
    ['', ...columns.map(({ title }) => title)],
    [
      row('**from order to end**', ({ seconds }) => seconds),
      ...STEPS.filter(taken).map((step) => row(step, ({ steps }) => steps[step])),
    ],
  );
}

function transferTable(transfers: readonly Transfer[]): string {
  const rows = transfers.flatMap(({ dataset, product, local }) => {
    const daemon = local.map(({ initialSeconds }) => initialSeconds);
    const copy = local.map(({ copySeconds }) => copySeconds);
    const ours = product.map(({ initialSeconds }) => initialSeconds);
    const noop = product.map(({ noopSeconds }) => noopSeconds);
    const daemonNoop = local.map(({ noopSeconds }) => noopSeconds);
    const title = describe(dataset);
    return [
      [
        ...[`${title}, initial pass`, `${secondsText(ours)}, ${rateText(dataset.bytes, ours)}`],
        ...[secondsText(daemon), secondsText(copy), rankText(ours, daemon), rankText(ours, copy)],
      ],
      [
        ...[`${title}, nothing to do`, secondsText(noop), secondsText(daemonNoop), '–'],
        ...[rankText(noop, daemonNoop), '–'],
      ],
    ];
  });
  const head = ['', 'Drayage', 'rsync daemon', '`cp -a`', 'to the daemon', 'to `cp -a`'];
  const doubts = transfers.flatMap(
    ({ dataset, local }) =>
      steadinessText(
        describe(dataset),
        local.map(({ copySeconds }) => copySeconds),
      ) ?? [],
  );
  return [table(head, rows), ...doubts].join('\n\n');
}

function describe({ bytes, files }: Dataset): string {
  const size = `${bytes / 2 ** 30} GiB`;
  return files === 1 ? `${size} in one file` : `${size} in ${files} files`;
}

function footprintTables({ memory, histories }: Measured['footprint']): string {
  return `${memoryTable(memory)}\n\n${historyTable(histories)}`;
}

function memoryTable(memory: readonly Memory[]): string {
  return table(
    ['process', 'resident', 'at most'],
    memory.map(({ name, resident, peak }) => [name, formatBytes(resident), formatBytes(peak)]),
  );
}

function historyTable(histories: readonly History[]): string {
  const rows = histories.map(({ type, events, bytes }) => [
    ...[type, String(events), formatBytes(bytes)],
  ]);
  return table(['workflow of one cutover', 'events', 'size'], rows);
}

function demoTable({ warmSeconds, cold }: Measured['demo']): string {
  const coldRows = cold.map(({ seconds, date, machine, from }) => [
    ...[`cold: ${from}`, `${seconds} s`, `${date}, ${machine}`],
  ]);
  const unmeasured = ['cold', 'not measured yet', 'wants a machine that has never built it'];
  return table(
    ['`make demo`', '', ''],
    [
      [
        'warm: sandbox up, an earlier demo to clear away',
        `${warmSeconds.toFixed(1)} s`,
        'this run',
      ],
      ...(coldRows.length > 0 ? coldRows : [unmeasured]),
    ],
  );
}
