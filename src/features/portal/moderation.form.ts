import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { withoutBlanks } from '../../platform/pages/forms.js';
import { DecideChangeDto, ProfileChangeListQuery } from '../experts/profile/profile-changes.dto.js';
import { orNull } from './portal.form.js';

export class ModerationListForm {
  /** What waits unless told; `all` for everything. */
  @Optional()
  @Typed()
  state?: string;

  @Optional()
  @Typed()
  cursor?: string;

  @Optional()
  @Typed()
  done?: string;
}

export class DecisionForm {
  /** The version that the page showed. */
  @Typed()
  version: string;

  @Typed()
  decision: string;

  @Optional()
  @Typed()
  reason?: string;

  @Optional()
  @Typed()
  organisationId?: string;
}

export function moderationQueryOf({ state = '', cursor }: ModerationListForm): ProfileChangeListQuery {
  const chosen = state.trim() === '' ? 'proposed' : state;
  return validate(ProfileChangeListQuery, withoutBlanks({ state: chosen === 'all' ? '' : chosen, cursor }), 'query');
}

export function decisionOf({ decision, reason, organisationId }: DecisionForm): DecideChangeDto {
  return validate(DecideChangeDto, { decision, reason: orNull(reason), organisationId: orNull(organisationId) });
}
