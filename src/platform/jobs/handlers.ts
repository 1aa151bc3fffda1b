import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { handlesKey, JobCatalogue, type ScheduledHandler, type SubscribedHandler } from './define.js';

/** Finds the handler of each job, and stops the start when a job has none or two, or a handler no job. */
@Injectable()
export class JobHandlers {
  private found: Map<string, SubscribedHandler & ScheduledHandler> | null = null;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
    private readonly catalogue: JobCatalogue,
  ) {}

  of(job: string): SubscribedHandler & ScheduledHandler {
    this.found ??= this.collect();
    const handler = this.found.get(job);
    if (!handler) throw new Error(`no handler for the job ${job}`);
    return handler;
  }

  /** Called at the start, so that a mistake shows then. */
  check(): void {
    this.found ??= this.collect();
    const known = new Set(this.catalogue.jobs.map(({ name }) => name));
    if (known.size !== this.catalogue.jobs.length) throw new Error('two jobs have the same name');
    for (const name of known) this.of(name);
    for (const name of this.found.keys())
      if (!known.has(name)) throw new Error(`the handler of ${name} belongs to no job`);
  }

  private collect(): Map<string, SubscribedHandler & ScheduledHandler> {
    const handlers = new Map<string, SubscribedHandler & ScheduledHandler>();
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      const methods = instance as Record<string, SubscribedHandler & ScheduledHandler>;
      for (const method of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object)) {
        const job = this.reflector.get<string | undefined>(handlesKey, methods[method]);
        if (job === undefined) continue;
        if (handlers.has(job)) throw new Error(`the job ${job} has two handlers`);
        handlers.set(job, methods[method].bind(instance) as SubscribedHandler & ScheduledHandler);
      }
    }
    return handlers;
  }
}
