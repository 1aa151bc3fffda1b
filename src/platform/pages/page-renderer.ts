import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, resolve } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import nunjucks from 'nunjucks';
import type { UserActor } from '../../kernel/actor.js';
import { AccessPolicy, type Permission } from '../auth/permissions.js';
import { CONFIG, type Config } from '../config.js';
import { Alarms } from './alarms.js';
import type { ShownBadges } from './badges.js';
import { csrfTokenFor } from './csrf.js';
import { choices, pairs } from './choices.js';
import { messageFor } from './form-errors.js';
import { Navigation } from './navigation.js';
import { dateWords, momentWords, moneyWords, sentence, timeWords } from './words.js';

/** What every page knows besides its own model. */
export interface PageFrame {
  readonly actor: UserActor | null;
  readonly path: string;
  readonly nonce: string;
  /** A form is shown again because its record has moved on since it was opened. */
  readonly stale: boolean;
  readonly badges: ShownBadges;
}

const source = resolve(import.meta.dirname, '../..');
const govuk = join(dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')), 'dist');

/** Nunjucks with autoescape: templates are files of ours, and what people typed is only ever a value in them. */
@Injectable()
export class PageRenderer {
  private readonly environment: nunjucks.Environment;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly navigation: Navigation,
    private readonly policy: AccessPolicy,
    private readonly alarms: Alarms,
  ) {
    this.environment = new nunjucks.Environment(new FeatureViews(), { autoescape: true, throwOnUndefined: false });
    this.environment.addFilter('date', dateWords);
    this.environment.addFilter('moment', momentWords);
    this.environment.addFilter('time', timeWords);
    this.environment.addFilter('money', moneyWords);
    this.environment.addFilter('sentence', sentence);
    this.environment.addFilter('choices', choices);
    this.environment.addFilter('pairs', pairs);
    this.environment.addGlobal('messageFor', messageFor);
    this.environment.addGlobal('stylesheet', asset('css'));
    this.environment.addGlobal('script', asset('js'));
  }

  render(template: string, model: object, { actor, path, nonce, stale, badges }: PageFrame): string {
    return this.environment.render(`${template}.njk`, {
      ...model,
      frame: {
        actor,
        path,
        nonce,
        stale,
        demonstration: this.config.demonstration,
        alarms: actor ? this.alarms.of(actor) : [],
        navigation: actor
          ? this.navigation.of(actor, path).map((place) => ({ ...place, badge: badges.get(place.href) }))
          : [],
        may: (permission: Permission) => actor !== null && this.policy.allows(actor.role, permission),
        csrfToken: actor?.sessionId ? csrfTokenFor(actor.sessionId, this.config.secretKey) : '',
      },
    });
  }
}

/** `agreements/list.njk` stands in `features/agreements/views`, `demonstration/…` in the demonstration's, `layout.njk` in our own, `govuk/…` in the package. */
class FeatureViews extends nunjucks.Loader {
  /** `./macro.njk` inside a template means beside it. */
  override resolve(from: string, to: string): string {
    return posix.join(posix.dirname(from), to);
  }

  getSource(name: string): nunjucks.LoaderSource {
    const path = pathOf(name);
    if (path === null || !existsSync(path)) throw new Error(`there is no template ${name}`);
    // The name stands for the path, so that a relative import inside is resolved against names too.
    return { src: readFileSync(path, 'utf8'), path: name, noCache: false };
  }
}

function pathOf(name: string): string | null {
  if (!/^[a-z0-9_-]+(\/[a-z0-9_-]+)*\.njk$/.test(name)) return null;
  const [first, ...rest] = name.split('/');
  if (first === 'govuk') return join(govuk, name);
  return rest.length === 0
    ? join(source, 'platform/pages/views', name)
    : join(source, first === 'demonstration' ? first : join('features', first), 'views', ...rest);
}

/** The stylesheet or the script the build made; its name carries its content's hash, so that browsers may keep it for ever. */
function asset(type: 'css' | 'js'): string | null {
  const folder = assetsFolder();
  const form = new RegExp(`^accord-[0-9a-f]{12}\\.${type}$`);
  const name = existsSync(folder) ? readdirSync(folder).find((file) => form.test(file)) : undefined;
  return name === undefined ? null : `/assets/${name}`;
}

/** `dist/public`, whether this runs from the build or from the sources. */
export function assetsFolder(): string {
  const root = source.endsWith(join('dist', 'src')) ? resolve(source, '..') : resolve(source, '../dist');
  return join(root, 'public');
}
