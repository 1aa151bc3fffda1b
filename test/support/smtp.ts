import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The content type of each part, in order. */
  readonly parts: readonly string[];
  /** Unfolded into one line; empty when it is not there. */
  header(name: string): string;
  /** All of it, as it came over the line. */
  source(): string;
}

export interface SmtpPeer {
  readonly url: string;
  /** What was accepted, in order. */
  readonly received: ReceivedMail[];
  /** Called with each message before it is accepted; an error refuses it. */
  onMail: (mail: ReceivedMail) => Promise<void> | void;
  /** Messages to these are taken, and the connection is cut before the answer. */
  readonly unanswered: Set<string>;
  /** Addresses that are refused for good. */
  readonly refused: Set<string>;
  /** Whoever connects is sent away before they can say what they want. */
  busy: boolean;
  /** Every connection is cut, and no other is taken. */
  goAway(): Promise<void>;
  /** At the same address as before. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it accepts. */
export async function startSmtpPeer(): Promise<SmtpPeer> {
  const received: ReceivedMail[] = [];
  const refused = new Set<string>();
  const unanswered = new Set<string>();
  const peer: Pick<SmtpPeer, 'onMail' | 'busy'> = { onMail: () => undefined, busy: false };
  const create = (): SMTPServer => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onConnect: (_session, done) =>
        done(peer.busy ? Object.assign(new Error('too many connections'), { responseCode: 421 }) : undefined),
      onRcptTo: ({ address }, _session, done) =>
        done(refused.has(address) ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : undefined),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const mail = parse(Buffer.concat(chunks).toString('utf8'), session.envelope.rcptTo[0].address);
          (async () => peer.onMail(mail))().then(
            () => {
              received.push(mail);
              if (unanswered.has(mail.to)) cut(server);
              else done();
            },
            (error: Error) => done(Object.assign(error, { responseCode: 451 })),
          );
        });
      },
    });
    return server;
  };
  let server = create();
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const end = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    cut(server);
    await closed;
  };
  await listen(0);
  const { port } = server.server.address() as { port: number };
  return Object.assign(peer, {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refused,
    unanswered,
    goAway: end,
    comeBack: async () => {
      server = create();
      await listen(port);
    },
    close: end,
  });
}

/** Closes every connection without a word, as a server that dies does. */
function cut(server: SMTPServer): void {
  const { connections } = server as unknown as { connections: Set<{ _socket: { destroy(): void } }> };
  for (const { _socket } of connections) _socket.destroy();
}

function parse(source: string, to: string): ReceivedMail {
  const { header, body } = entity(source);
  const boundary = /^multipart\/alternative;.*boundary="([^"]+)"/.exec(header('content-type'))?.[1];
  const pieces = boundary === undefined ? [source] : body.split(`--${boundary}`).slice(1, -1);
  const parts = pieces.map((piece) => {
    const one = entity(piece.replace(/^\r\n/, ''));
    return { type: one.header('content-type'), text: decoded(one.body, one.header('content-transfer-encoding')) };
  });
  const part = (type: string): string => parts.find((one) => one.type.startsWith(type))?.text ?? '';
  return {
    to,
    messageId: header('message-id'),
    subject: header('subject'),
    text: part('text/plain'),
    html: part('text/html'),
    parts: parts.map(({ type }) => type),
    header,
    source: () => source,
  };
}

function entity(source: string): { header: (name: string) => string; body: string } {
  const [head, ...body] = source.split('\r\n\r\n');
  const unfolded = head.replaceAll(/\r\n[ \t]+/g, ' ');
  return {
    header: (name) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1].trim() ?? '',
    body: body.join('\r\n\r\n'),
  };
}

function decoded(text: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return text;
  // Long lines travel in pieces, each but the last with a "=" at its end.
  const joined = text.replaceAll('=\r\n', '').replaceAll('%', '%25');
  return decodeURIComponent(joined.replaceAll(/=([0-9A-F]{2})/g, '%$1'));
}
