import { v5 } from 'uuid';

/** Made once for this product. Changing it would give every register row a second self on the next load. */
const namespace = 'b3f5c1de-6a0e-4f6b-9c86-2d1f7a4e9c50';

/** The same id for the same natural key on every machine, so that loading a register twice adds nothing. */
export function stableId(kind: string, naturalKey: string): string {
  return v5(`${kind}\n${naturalKey}`, namespace);
}
