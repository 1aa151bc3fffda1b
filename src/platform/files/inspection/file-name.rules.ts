/** What a file may be: told by its content, and by a name that says the same. */
export const fileTypes = {
  pdf: { words: 'a PDF', mediaType: 'application/pdf', extensions: ['pdf'] },
  docx: {
    words: 'a Word document',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extensions: ['docx'],
  },
  odt: {
    words: 'an OpenDocument text',
    mediaType: 'application/vnd.oasis.opendocument.text',
    extensions: ['odt'],
  },
  png: { words: 'a PNG picture', mediaType: 'image/png', extensions: ['png'] },
  jpeg: { words: 'a JPEG picture', mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'] },
  text: { words: 'plain text', mediaType: 'text/plain', extensions: ['txt'] },
} as const;
export type FileType = keyof typeof fileTypes;

/** What people are told that they may upload. */
export const acceptedFiles =
  'a PDF, a Word document (.docx), an OpenDocument text (.odt), a PNG or JPEG picture, or plain text';

export const mostFileBytes = 10 * 1024 * 1024;
export const tooLargeFile = 'The file is larger than 10 MB. Make it smaller, or upload it in parts.';

const longestName = 200;
// Line breaks and the like forge what is printed; the others turn the reading direction, so that "gpj.exe" reads "exe.jpg".
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What is wrong with a file's name, as a sentence, or null. It is shown and sent back, never used as a path. */
export function problemOfFileName(name: string): string | null {
  if (name.trim() === '') return 'The file has no name. Give it one, then upload it again.';
  // A browser sends the name alone. Whatever sends a path is mistaken or tries where it leads, and we cannot know which.
  if (/[/\\]/.test(name)) return 'The file’s name holds a path. Send the name alone, without folders.';
  if (unseen.test(name) || !name.isWellFormed())
    return 'The file’s name holds characters that cannot be seen. Rename it, then upload it again.';
  if (name.length > longestName) return `The file’s name is longer than ${longestName} characters. Shorten it.`;
  if (/^\.+$/.test(name)) return 'The file’s name is made of dots only. Rename it, then upload it again.';
  return typeByName(name) === null ? `This type of file is not kept here. Upload ${acceptedFiles}.` : null;
}

/** What the name says that the file is, or null. */
export function typeByName(name: string): FileType | null {
  const extension = /\.([^.]+)$/.exec(name)?.[1].toLowerCase() ?? '';
  const found = Object.entries(fileTypes).find(([, { extensions }]) =>
    (extensions as readonly string[]).includes(extension),
  );
  return (found?.[0] as FileType | undefined) ?? null;
}

/** RFC 6266 and RFC 8187: a plain name for old programs, and the whole one for all others. Nothing in it ends the header. */
export function attachmentHeader(name: string): string {
  const plain =
    name
      .normalize('NFKD')
      .replaceAll(/[^\x20-\x7e]/g, '')
      .replaceAll(/["\\%;]/g, '')
      .trim() || 'file';
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
