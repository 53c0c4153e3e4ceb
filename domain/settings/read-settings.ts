import { dotted } from '../kinds/field-path.ts';
import { describeValue } from '../kinds/value-text.ts';
import { FIELDS } from './fields.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

/** A field whose value cannot be meant. */
export interface SettingProblem {
  /** For example `spec.pv_resizing_threshold`. */
  field: string;
  /** Field, what was found, what to write instead: one sentence. */
  message: string;
}

export interface ReadSettings {
  settings: Settings;
  problems: SettingProblem[];
  /** Fields that a person set and nobody reads here, as `spec.name`. */
  unread: string[];
}

/** Belong to the deployment of MTC itself; their meaning is that of its operator alone. */
const DEPLOYMENT =
  /^(mig_ui_|mig_controller_|mig_log_|olm_managed$|azure_resource_group$|cluster_name$|migration_(velero|controller|ui|log_reader)$|version$)/;

/**
 * Reads `spec` of a MigrationController; undefined when there is none. What is wrong keeps its default, so that
 * whoever only reads can go on; who acts looks at `problems` first.
 */
export function readSettings(spec: unknown): ReadSettings {
  const found = Object.entries((spec ?? {}) as Record<string, unknown>);
  const read: ReadSettings = {
    settings: structuredClone(DEFAULT_SETTINGS),
    problems: [],
    unread: [],
  };
  for (const [name, value] of found) {
    const place = dotted(['spec', name]);
    const field = FIELDS[name];
    if (field === undefined) {
      if (!DEPLOYMENT.test(name)) read.unread.push(place);
      continue;
    }
    if (value === undefined || value === null || value === '') continue;
    const wanted = field.take(value, read.settings);
    if (wanted === undefined) continue;
    // A proxy holds a password, which nobody must find in a condition.
    const shown = field.secret === true ? 'a value that is not shown' : describeValue(value, name);
    read.problems.push({ field: place, message: `${place} (found ${shown}) has to be ${wanted}.` });
  }
  return read;
}
