import { startTestApp, type TestApp } from '../support/app.js';
import { listenToLog } from '../support/log.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';
import { Asking } from './asking.js';
import { buildScene, type Scene } from './scene.js';

/** The running application with the scene in it, and everything that leaves it. */
export interface World {
  readonly t: TestApp;
  readonly smtp: SmtpPeer;
  readonly scene: Scene;
  readonly asking: Asking;
  /** Every line that the product logged, at the lowest level. */
  readonly logged: string[];
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const logged = listenToLog();
  const smtp = await startSmtpPeer();
  // The demonstration's own routes count too.
  const t = await startTestApp({ smtpUrl: smtp.url, environment: { DEMONSTRATION: 'true' } });
  const scene = await buildScene(t);
  const close = async (): Promise<void> => {
    await t.close();
    await smtp.close();
  };
  return { t, smtp, scene, asking: new Asking(t, scene), logged, close };
}
