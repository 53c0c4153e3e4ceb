import { formatTable } from './columns.ts';

interface Pet {
  name: string;
  legs?: number;
}

const columns = [
  { title: 'NAME', value: ({ name }: Pet) => name },
  { title: 'LEGS', value: ({ legs }: Pet) => legs?.toString(), wide: true },
  { title: 'X', value: () => '' },
];

test('columns are as wide as their longest cell, and lines have no trailing blanks', () => {
  expect(formatTable(columns, [{ name: 'a' }, { name: 'centipede' }])).toBe(
    'NAME        X\na\ncentipede\n',
  );
});

test('wide columns are shown on request; what is not known is a dash', () => {
  expect(formatTable(columns, [{ name: 'dog', legs: 4 }, { name: 'fish' }], true)).toBe(
    'NAME   LEGS   X\ndog    4\nfish   -\n',
  );
});
