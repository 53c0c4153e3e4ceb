import { parse } from 'yaml';
import { hookConditions } from '../domain/checks/hook.ts';
import type { MigHook } from '../domain/kinds/mig-hook.ts';
import type { Finding } from './check-finding.ts';

/** Reads a hook as Ansible would, and judges it; where it is to run is a matter of its plans. */
export function checkHook(hook: MigHook): Finding {
  return { conditions: hookConditions(hook, readYaml) };
}

/** Ansible's own tags (`!vault`, `!unsafe`) are no mistake; without warnings nothing is written to the terminal. */
export function readYaml(text: string): unknown {
  return parse(text, { logLevel: 'error' });
}
