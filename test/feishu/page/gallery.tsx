// A gallery of cards (卡片样张) at the width of a phone: pictures only, nothing can be pressed. It draws whatever card
// JSON stands in the file it is given and knows nothing of what the cards mean.

import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { z } from 'zod';
import { renderCard } from './card-view.tsx';
import { Layout, Notice } from './layout.tsx';

const gallerySchema = z.array(
  z.object({ group: z.string(), name: z.string(), forWhom: z.string(), card: z.record(z.string(), z.unknown()) }),
);
type Samples = z.infer<typeof gallerySchema>;

/** Where the gallery is mounted. */
export const galleryAddress = '/gallery';

/** The list of groups, and one page for each. Without a file there is a notice instead. */
export function galleryRoutes(path: string | undefined, nameOf: (openId: string) => string): Hono {
  const routes = new Hono();
  routes.get('/', async (c) => {
    const samples = await readSamples(path);
    return samples === null ? c.html(<Missing />, 404) : c.html(<Groups samples={samples} />);
  });
  routes.get('/:group', async (c) => {
    const samples = await readSamples(path);
    const group = c.req.param('group');
    const shown = (samples ?? []).filter((each) => each.group === group);
    return shown.length === 0
      ? c.html(<Missing />, 404)
      : c.html(<Group group={group} samples={shown} nameOf={nameOf} />);
  });
  return routes;
}

/** Read anew for each page, so that a card just changed is seen at once. */
async function readSamples(path: string | undefined): Promise<Samples | null> {
  if (path === undefined) return null;
  try {
    return gallerySchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function Missing(): JSX.Element {
  return <Notice title="没有样张" words="没有找到卡片样张，可先运行 npm run cards。" back="/" />;
}

function Groups({ samples }: { samples: Samples }): JSX.Element {
  const groups = [...new Set(samples.map(({ group }) => group))];
  return (
    <Layout title="卡片样张" back="/">
      <main class="wrap">
        <section class="panel">
          <h2>共{samples.length}张</h2>
          <ul class="rows">
            {groups.map((group) => (
              <li>
                <a
                  class="rowlink"
                  href={`${galleryAddress}/${encodeURIComponent(group)}`}
                  data-testid={`group:${group}`}
                >
                  <span class="grow">{group}</span>
                  <span class="small muted">{samples.filter((each) => each.group === group).length} 张</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      </main>
    </Layout>
  );
}

interface GroupProps {
  readonly group: string;
  readonly samples: Samples;
  readonly nameOf: (openId: string) => string;
}

function Group({ group, samples, nameOf }: GroupProps): JSX.Element {
  return (
    <Layout title={`卡片样张 · ${group}`} back={galleryAddress} bodyClass="gallery-page">
      <main class="gallery">
        {samples.map(({ name, forWhom, card }) => (
          <figure class="sample" data-testid={`sample:${name}:${forWhom}`}>
            <figcaption class="small muted">
              {name} · {forWhom}
            </figcaption>
            {renderCard(card, { interactive: false, nameOf })}
          </figure>
        ))}
      </main>
    </Layout>
  );
}
