import { describe, expect, it } from '@jest/globals';
import { decodePlaybook, playbookProblem } from './playbook.ts';

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

describe('decodePlaybook', () => {
  it.each([
    ['plain text', base64('- hosts: localhost\n'), '- hosts: localhost\n'],
    ['text beyond ASCII', base64('- name: 停止 🚚\n'), '- name: 停止 🚚\n'],
    [
      'base64 in lines',
      base64('- hosts: localhost\n').replace(/(.{8})/g, '$1\n'),
      '- hosts: localhost\n',
    ],
  ])('reads %s', (_what, data, text) => {
    expect(decodePlaybook(data)).toBe(text);
  });

  it.each([
    ['no base64', '- hosts: localhost'],
    ['no text', Buffer.from([0xff, 0xfe, 0x80]).toString('base64')],
  ])('refuses what is %s', (_what, data) => {
    expect(decodePlaybook(data)).toBeUndefined();
  });
});

describe('playbookProblem', () => {
  it.each([
    ['plays', [{ hosts: 'localhost', tasks: [] }]],
    ['imports', [{ import_playbook: 'other.yml' }, { hosts: 'all' }]],
  ])('finds none in %s', (_what, content) => {
    expect(playbookProblem(content)).toBeUndefined();
  });

  it.each([
    ['nothing', null, 'it is empty, not a list of plays'],
    ['a map', { hosts: 'localhost' }, 'it is a map, not a list of plays'],
    ['a word', 'echo', 'it is the string "echo", not a list of plays'],
    ['an empty list', [], 'it has no play'],
    ['tasks alone', [{ hosts: 'all' }, { shell: 'id' }], 'item 2 is no play: a play has `hosts`'],
    ['a list of words', ['id'], 'item 1 is no play: a play has `hosts`'],
  ])('says what is wrong with %s', (_what, content, problem) => {
    expect(playbookProblem(content)).toBe(problem);
  });
});
