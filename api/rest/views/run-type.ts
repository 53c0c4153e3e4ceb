import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { type RunType, runTypeOf } from '../../../domain/run/run-type.ts';

const Flags = z.looseObject({}).catch({});

/** Which of MTC's four migrations a MigMigration asks for, whatever else is wrong with it. */
export function runType(migration: KubeObject): RunType {
  return runTypeOf(Flags.parse(migration['spec']));
}
