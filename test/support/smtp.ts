import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
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
    // A client that was killed in the middle of a sentence.
    server.on('error', () => undefined);
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
  const [head, ...body] = source.split('\r\n\r\n');
  const header = (name: string): string =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(head.replaceAll(/\r\n[ \t]/g, ' '))?.[1].trim() ?? '';
  // Long lines travel in pieces, each but the last with a "=" at its end.
  const text = body.join('\r\n\r\n').replaceAll('=\r\n', '');
  return { to, messageId: header('message-id'), subject: header('subject'), text };
}
