import { nameForField, peopleMeant, typedNames } from './typed-people.js';

const ada = { id: '1', reference: 'EXP-000001', name: 'Dr Ada Smith' };
const bea = { id: '2', reference: 'EXP-000002', name: 'Bea Smith' };
const cora = { id: '3', reference: 'EXP-000003', name: 'Cora Smithson' };

it.each<[string, string[]]>([
  ['', []],
  [' , ;\n', []],
  ['Smith', ['Smith']],
  ['Dr Ada Smith; prof. Bea Smith', ['Ada Smith', 'Bea Smith']],
  ['exp-000001', ['EXP-000001']],
  ['Ada Smith (EXP-000001), Smith, EXP-000001', ['EXP-000001', 'Smith']],
])('%j names %j', (typed, texts) => expect(typedNames(typed)).toEqual(texts));

it('writes a name so that it is read back as the same person', () => {
  expect(typedNames(nameForField({ name: 'Smith, Ada; Dr', reference: 'EXP-000001' }))).toEqual(['EXP-000001']);
});

describe('whom a text means', () => {
  it('is the only one found, or the only one of exactly that name', () => {
    const { people, questions } = peopleMeant(['Cora', 'Bea Smith'], [[cora], [bea, cora]], {}, 8);
    expect([people, questions]).toEqual([[cora, bea], []]);
  });

  it('is asked when there are several, and is whoever was picked among them', () => {
    const asked = peopleMeant(['Smith'], [[ada, bea]], {}, 8);
    expect([asked.people, asked.questions]).toEqual([[], [{ field: 'pick-0', text: 'Smith', candidates: [ada, bea] }]]);
    const answered = peopleMeant(['Smith'], [[ada, bea]], { 'pick-0': bea.reference }, 8);
    expect([answered.people, answered.questions.length]).toEqual([[bea], 1]);
  });

  it('is nobody who was picked for another text', () => {
    expect(peopleMeant(['Smith'], [[ada, bea]], { 'pick-0': cora.reference }, 8).people).toEqual([]);
  });

  it('is said when there is nobody, or when there are too many to choose from', () => {
    const { problems } = peopleMeant(['Nobody', 'Smith'], [[], [ada, bea, cora]], {}, 2);
    expect(problems).toEqual([
      'Nobody here is called “Nobody”. Enter another part of the name, or a reference.',
      'Many people are called “Smith”. Enter more of the name, or a reference.',
    ]);
  });
});
