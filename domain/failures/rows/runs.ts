import type { Rows } from '../row.ts';

/** Objects of the user, and what is asked of them. */
export const RUNS = {
  // 20xx: what is wanted
  'DRAY-2001': {
    kind: 'fatal',
    meaning: 'a field is invalid',
    advice: 'Correct the field that the message names.',
  },
  'DRAY-2002': {
    kind: 'fatal',
    meaning: 'a field is not supported by this version',
    advice: 'Remove the field, or use a version that supports it; nothing was done.',
  },
  'DRAY-2003': {
    kind: 'fatal',
    meaning: 'a referenced object is missing or not ready',
    advice: 'Look at the conditions of the object that the message names.',
  },
  'DRAY-2004': {
    kind: 'fatal',
    meaning: 'the plan cannot be run as it is',
    advice: 'Look at the conditions of the MigPlan.',
  },
  'DRAY-2005': {
    kind: 'waiting',
    meaning: 'another run of the plan is in progress',
    advice: 'Nothing: the run starts when the other one has ended.',
  },
  'DRAY-2006': {
    kind: 'fatal',
    meaning: 'the run has ended already',
    advice: 'Nothing can be changed about it; start another run of the plan if one is needed.',
  },
  'DRAY-2007': {
    kind: 'fatal',
    meaning: 'the plan does not say what becomes of a volume',
    advice:
      'Look at the volumes of the plan (spec.persistentVolumes), choose copy or skip, and run again.',
  },
  'DRAY-2008': {
    kind: 'fatal',
    meaning: 'the application cannot be moved as it is',
    advice: 'Change what the message names, or leave it out of the plan.',
  },
  'DRAY-2009': {
    kind: 'fatal',
    meaning: 'an image of the application cannot be pulled on the target',
    advice:
      'Make the image available to the nodes of the target (registry, pull secret, mirror), and run again; the application still runs on the source.',
  },
  'DRAY-2010': {
    kind: 'fatal',
    meaning: 'no node of the target takes the pods of the application',
    advice:
      'Label nodes of the target as the node selector and affinity of the workload ask, or change them; the application still runs on the source.',
  },
  'DRAY-2011': {
    kind: 'fatal',
    meaning: 'the decision does not fit the run',
    advice: 'Look at where the run stands (dray status), and decide about that.',
  },
  'DRAY-2013': {
    kind: 'fatal',
    meaning: 'there is nothing to go back to',
    advice:
      'The target may hold the only copy: keep it. To give it up all the same, delete it there by hand.',
  },
  'DRAY-2014': {
    kind: 'fatal',
    meaning: 'nobody knows what a run of the plan made',
    advice:
      'Delete on the target what the message names, if it is of that run; then roll back again.',
  },
  'DRAY-2020': {
    kind: 'fatal',
    meaning: 'a run of the schedule failed, and the schedule is paused',
    advice: 'Look at the run that the message names, mend what it says, then resume the schedule.',
  },
  'DRAY-2021': {
    kind: 'fatal',
    meaning: 'the time to begin has passed',
    advice: 'Order another run, for a time to come.',
  },
  'DRAY-2022': {
    kind: 'fatal',
    meaning: 'a setting for all migrations cannot be meant',
    advice: 'Correct the field of the MigrationController that the message names, and run again.',
  },
} as const satisfies Rows;
