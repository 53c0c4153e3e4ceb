import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';

/** The settings of MTC's operator. Its Ansible role takes any variable, hence no list of fields; domain/settings reads ours. */
export const MigrationController = kindObject(
  'MigrationController',
  z.looseObject({}).optional(),
  z.looseObject(statusBasics),
).describe('Settings of the operator.');
export type MigrationController = z.infer<typeof MigrationController>;
