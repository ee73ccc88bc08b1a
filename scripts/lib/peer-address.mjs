// Loaded into the web server: writes the address at the other end of the connection onto every request, over whatever the
// client sent under this name. Next itself keeps a client's own X-Forwarded-For, which anybody can write.
import { Server } from 'node:http';

const HEADER = 'x-proviso-peer';
const emit = Server.prototype.emit;

Server.prototype.emit = function emitWithPeer(event, ...args) {
  if (event === 'request' || event === 'checkContinue') {
    const [request] = args;
    request.headers[HEADER] = request.socket.remoteAddress ?? '';
  }
  return emit.call(this, event, ...args);
};
