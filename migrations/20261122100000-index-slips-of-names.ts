import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What finds bodies by a misspelt name, and people and bodies by a long word with two slips in it. */
export class IndexSlipsOfNames20261122100000 implements MigrationInterface {
  name = 'IndexSlipsOfNames20261122100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- As slips_of(), for words long enough that two slips leave most of them: each without one and without two of its letters.
      -- Two words that are two slips apart (letters too many, too few or wrong, or a pair swapped) have one of these in common.
      create function two_slips_of(value text) returns text[]
        -- The cost keeps a plan that wants only some rows from trying one row after another instead of the index.
        language sql immutable strict parallel safe cost 5000 set jit = off
        as $$
          select coalesce(array_agg(distinct slip collate "C"), '{}')
          from regexp_split_to_table(value, ' +') as said
          cross join lateral (
            select translate(said, '-''.,()', '') as word
            union select regexp_split_to_table(said, '[-''.,()]+')
          ) words
          cross join lateral (
            select word as slip
            union all select substr(word, 1, place - 1) || substr(word, place + 1)
              from generate_series(1, length(word)) as place
            union all select substr(word, 1, place - 1) || substr(word, place + 1, next - place - 1) || substr(word, next + 1)
              from generate_series(1, length(word)) as place, generate_series(place + 1, length(word)) as next
          ) slips
          where length(word) between 7 and 24
        $$;

      alter function slips_of(text) cost 2000;

      create index experts_two_slips on experts
        using gin ((two_slips_of(plain_text(given_name || ' ' || family_name || ' ' || coalesce(known_as, ''))) collate "C"));
      create index organisations_slips on organisations using gin ((slips_of(search) collate "C"));
      create index organisations_two_slips on organisations using gin ((two_slips_of(search) collate "C"));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index experts_two_slips, organisations_slips, organisations_two_slips;
      drop function two_slips_of(text);
      alter function slips_of(text) cost 100;
    `);
  }
}
