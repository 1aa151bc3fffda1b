import { typedTime } from './typed-time.js';

it.each<[string | undefined, string | null | undefined]>([
  [undefined, null],
  ['  ', null],
  ['2:30pm', '14:30'],
  ['2.30 PM', '14:30'],
  ['14:30', '14:30'],
  ['9', '09:00'],
  ['9am', '09:00'],
  ['12am', '00:00'],
  ['12pm', '12:00'],
  ['midday', '12:00'],
  ['00:00', '00:00'],
  ['24:00', undefined],
  ['13pm', undefined],
  ['9:60', undefined],
  ['half past two', undefined],
])('%j is %j', (typed, time) => expect(typedTime(typed)).toBe(time));
