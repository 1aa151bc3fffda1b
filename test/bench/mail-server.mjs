// A mail server on loopback that accepts everything and counts it: for reminders.mjs, in a process of its own. It speaks just enough
// SMTP to be handed mail, and greets at once: what a real one does against spam would be measured otherwise.
import { createServer } from 'node:net';

let count = 0;
const server = createServer({ noDelay: true }, (socket) => {
  let inMessage = false;
  let rest = '';
  const answer = (line) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') return '250 loopback\r\n';
    if (verb === 'DATA') {
      inMessage = true;
      return '354 go on\r\n';
    }
    return verb === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n';
  };
  socket.write('220 loopback ESMTP\r\n');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop();
    for (const line of lines) {
      if (!inMessage) socket.write(answer(line));
      else if (line === '.') {
        inMessage = false;
        count += 1;
        socket.write('250 taken\r\n');
      }
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `smtp://127.0.0.1:${server.address().port}` }));
process.on('message', () => process.send({ count }));
