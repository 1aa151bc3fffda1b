import { launchProduct, type Product } from './product.js';

const pauseMilliseconds = 200;

/**
 * A process of the product that is started again whenever it ends, as Compose does. It may be killed at any moment, also while it
 * starts.
 */
export class Supervised {
  private current: Promise<Product> | null = null;
  private stopping = false;
  private readonly said: string[] = [];
  /** How often it was started. */
  starts = 0;

  private constructor(
    private readonly environment: NodeJS.ProcessEnv,
    private readonly base: string,
  ) {}

  /** Always at the same port. */
  static start(environment: NodeJS.ProcessEnv & { PORT: string }): Supervised {
    const supervised = new Supervised(environment, `http://127.0.0.1:${environment.PORT}`);
    supervised.launch();
    return supervised;
  }

  async isReady(): Promise<boolean> {
    return fetch(`${this.base}/health/ready`, { signal: AbortSignal.timeout(10_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
  }

  /** As kill -9 does. Another begins by itself. */
  async kill(): Promise<void> {
    await (await this.current)?.kill();
  }

  /** For good, as an operator does. */
  async stop(): Promise<void> {
    this.stopping = true;
    await (await this.current)?.stop();
  }

  /** What all of its lives have printed. */
  output(): string {
    return this.said.join('\n');
  }

  private launch(): void {
    this.starts += 1;
    this.current = launchProduct(this.environment);
    void this.current.then(async (product) => {
      await product.ended;
      this.said.push(product.output());
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
      if (!this.stopping) this.launch();
    });
  }
}
