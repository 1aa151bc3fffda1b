/** `endOn` → "End on". */
export function labelOf(property: string): string {
  const words = property.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Wording = (label: string, message: string) => string;

/** Our own decorators (`fields.ts`) bring a whole sentence; these word what class-validator's say. */
const wordings: Record<string, Wording> = {
  whitelistValidation: (label) => `There is no field called "${label}" here. Remove it.`,
  isDefined: (label) => `Enter a value for "${label}".`,
  isString: (label) => `${label} must be text.`,
  isInt: (label) => `${label} must be a whole number.`,
  isBoolean: (label) => `${label} must be true or false.`,
  isArray: (label) => `${label} must be a list.`,
  arrayMaxSize: (label, message) => `${label} has too many items: send ${numberIn(message)} at most.`,
  arrayMinSize: (label, message) => `${label} has too few items: send at least ${numberIn(message)}.`,
  arrayUnique: (label) => `${label} names the same thing twice.`,
  isEmail: (label) => `${label} must be an e-mail address, such as name@example.org.`,
  isIn: (label, message) => `${label} must be one of: ${message.split(': ').slice(1).join(': ')}.`,
  min: (label, message) => `${label} must be ${numberIn(message)} or more.`,
  max: (label, message) => `${label} must be ${numberIn(message)} or less.`,
  maxLength: (label, message) => `${label} must be ${numberIn(message)} characters or fewer.`,
  minLength: (label, message) => `${label} must be ${numberIn(message)} characters or more.`,
  nestedValidation: (label) => `${label} must be an object, or a list of objects, with the fields of this request.`,
  unknownValue: () => 'Send a JSON object with the fields of this request.',
};

export function wordingOf(constraint: string, property: string, message: string): string {
  const wording = wordings[constraint];
  const label = constraint === 'whitelistValidation' ? property.slice(0, 60) : labelOf(property);
  return wording ? wording(label, message) : message;
}

function numberIn(message: string): string {
  return /-?\d+/.exec(message)?.[0] ?? '';
}
