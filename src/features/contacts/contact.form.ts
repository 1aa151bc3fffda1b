import { TypedFields } from '../../platform/errors/fields.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { errorsOf } from '../../platform/pages/forms.js';
import type { ContactView } from './contacts.dto.js';

const fields = ['name', 'office', 'email', 'phone', 'marking', 'handling', 'sharing'] as const;

/** What the form of a contact sends; `version` when it changes one. */
@TypedFields(['version', ...fields])
export class ContactForm {
  [field: string]: string | undefined;
}

/** The fields as the API takes them: what is blank is cleared. */
export function contactOf(form: ContactForm, organisationId: string): object {
  const text = (name: string): string | null => form[name]?.trim() || null;
  return {
    name: form.name ?? '',
    office: text('office'),
    organisationId,
    email: text('email'),
    phone: text('phone'),
    marking: form.marking ?? '',
    handling: text('handling'),
    sharing: form.sharing ?? '',
  };
}

/** What a select says when none of its choices was sent. */
const selects: Readonly<Record<string, string>> = {
  '/marking': 'Select a marking.',
  '/sharing': 'Select who may see this contact.',
};

export function contactErrors({ code, detail, fields: problems }: DomainError): FormError[] {
  const worded = problems.map((one) => ({
    ...one,
    detail: /must be one of/.test(one.detail) ? (selects[one.pointer] ?? one.detail) : one.detail,
  }));
  return errorsOf(new DomainError(code, detail, worded), fields);
}

/** What the form shows of a contact before anybody types. */
export function formOf(contact: ContactView): ContactForm {
  return {
    version: String(contact.version),
    name: contact.name,
    office: contact.office ?? '',
    email: contact.email ?? '',
    phone: contact.phone ?? '',
    marking: contact.marking,
    handling: contact.handling ?? '',
    sharing: contact.sharing,
  };
}
