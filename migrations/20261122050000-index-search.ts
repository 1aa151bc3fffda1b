import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What finds people by a misspelt name, and records by the beginning of a reference or an e-mail address. */
export class IndexSearch20261122050000 implements MigrationInterface {
  name = 'IndexSearch20261122050000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Each word of a text of plain_text(), and it again without one of its letters, for each of them. Two words that are one
      -- slip apart (a letter too many, one too few, a wrong one, two swapped) have one of these in common. Words joined by an
      -- apostrophe, hyphen or stop count in one and apart.
      create function slips_of(value text) returns text[]
        -- Its estimated cost is far above its real one: a server that compiles such statements would do so for every row.
        language sql immutable strict parallel safe set jit = off
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
              from generate_series(1, length(word)) as place where length(word) > 3
          ) slips
          where length(word) between 3 and 40
        $$;

      -- What a term is called, each between two strokes. array_to_string() is STABLE for the sake of other types than text.
      create function called_text(label text, synonyms text[]) returns text
        language sql immutable parallel safe
        as $$ select plain_text('|' || label || '|' || array_to_string(synonyms || ''::text, '|')) $$;

      alter table vocabulary_terms add column search text not null
        generated always as (called_text(label, synonyms)) stored;

      create index experts_slips on experts
        using gin ((slips_of(plain_text(given_name || ' ' || family_name || ' ' || coalesce(known_as, ''))) collate "C"));
      create index experts_reference_start on experts (reference text_pattern_ops);
      create index experts_email_start on experts (lower(email::text) text_pattern_ops);
      create index contacts_email_start on contacts (lower(email::text) text_pattern_ops);
      create index agreements_reference_start on agreements (reference text_pattern_ops);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index experts_slips, experts_reference_start, experts_email_start, contacts_email_start, agreements_reference_start;
      alter table vocabulary_terms drop column search;
      drop function called_text(text, text[]);
      drop function slips_of(text);
    `);
  }
}
