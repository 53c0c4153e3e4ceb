import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { hookConditions } from './hook.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const PLAYBOOK = base64('- hosts: localhost\n  tasks: []\n');

function judged(spec: object) {
  const whole = { custom: false, image: '', targetCluster: 'source', playbook: PLAYBOOK, ...spec };
  return hookConditions({ spec: whole }, (text) => parse(text) as unknown);
}

const custom = { custom: true, image: 'image:1', playbook: undefined };

describe('hookConditions', () => {
  it.each([
    ['a playbook', {}],
    ['a playbook on an image of its own', { image: 'quay.io/konveyor/hook-runner:latest' }],
    ['a custom image', custom],
    ['one with an empty playbook', { ...custom, playbook: '' }],
    ['one on the target', { targetCluster: 'destination' }],
    ['one with a deadline', { activeDeadlineSeconds: 10 }],
  ])('finds %s ready', (_what, spec) => {
    expect(judged(spec)).toEqual([
      { type: 'Ready', status: 'True', category: 'Required', message: 'The hook is ready.' },
    ]);
  });

  it.each([
    ['InvalidImage', { ...custom, image: '' }, 'a custom hook names its image'],
    ['InvalidTarget', { targetCluster: 'target' }, '"target": it must be source or destination'],
    ['InvalidAnsibleHook', { playbook: undefined }, '`spec.playbook` is missing'],
    ['InvalidAnsibleHook', { playbook: '' }, '`spec.playbook` is missing'],
    ['InvalidCustomHook', { ...custom, playbook: PLAYBOOK }, 'although `spec.custom` is true'],
    ['InvalidPlaybookData', { playbook: '- hosts: all' }, 'it is not text in base64'],
    ['InvalidPlaybookData', { playbook: base64('a: [') }, 'it is not YAML: '],
    ['InvalidPlaybookData', { playbook: base64('hosts: all') }, 'it is a map'],
    ['InvalidDeadline', { activeDeadlineSeconds: 0 }, 'is 0: it must be from 1 to 518400'],
    ['InvalidDeadline', { activeDeadlineSeconds: 600_000 }, 'is 600000'],
  ])('refuses with %s: %j', (type, spec, message) => {
    expect(judged(spec)).toEqual([
      expect.objectContaining({
        ...{ type, status: 'True', category: 'Critical' },
        message: expect.stringContaining(message),
      }),
    ]);
  });

  it('says all at once', () => {
    const found = judged({ targetCluster: '', playbook: '', activeDeadlineSeconds: -1 });

    expect(found.map(({ type }) => type)).toEqual([
      'InvalidTarget',
      'InvalidAnsibleHook',
      'InvalidDeadline',
    ]);
  });
});
