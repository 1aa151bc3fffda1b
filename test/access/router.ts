interface Router {
  printRoutes(): string;
}

const line = /^((?:│ {3}| {4})*)[├└]── (\S+)(?: \((.+)\))?$/;

/** The routes that the HTTP server itself would answer, from the tree that it prints; HEAD goes with GET. */
export function routesOf(router: unknown): string[] {
  const above: string[] = [];
  return (router as Router)
    .printRoutes()
    .split('\n')
    .filter((text) => text !== '')
    .flatMap((text) => {
      const found = line.exec(text);
      if (found === null) throw new Error(`not a line of routes: ${text}`);
      const [, indent, part, methods = ''] = found;
      above.length = indent.length / 4;
      above.push(part);
      return methods
        .split(', ')
        .filter((method) => method !== '' && method !== 'HEAD')
        .map((method) => `${method} ${above.join('')}`);
    });
}
