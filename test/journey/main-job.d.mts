export function walkMainJob(options: {
  base: string;
  mails: () => Promise<string[]>;
  say?: (line: string) => void;
}): Promise<void>;
export function keptMails(base: string): () => Promise<string[]>;
