// A mail server on loopback that accepts everything and counts it: for reminders.mjs, in a process of its own.
import { SMTPServer } from 'smtp-server';

let count = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData: (stream, _session, done) => {
    stream.resume();
    stream.on('end', () => {
      count += 1;
      done();
    });
  },
});
server.listen(0, '127.0.0.1', () => process.send({ url: `smtp://127.0.0.1:${server.server.address().port}` }));
process.on('message', () => process.send({ count }));
