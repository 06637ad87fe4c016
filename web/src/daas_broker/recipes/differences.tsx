/** What changed from one recipe to another: packages by name, files line by line. */

import { Equal } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge, type Tone } from '@/kit/badge'
import { Chips } from '@/kit/chips'
import { Empty } from '@/kit/empty'
import list from '@/kit/listing.module.css'
import s from './recipe.module.css'
import { type Difference, type FileDifference, passages } from './state'
import { words } from './words'

export const TONE: Readonly<Record<FileDifference['change'], Tone>> = {
  added: 'success',
  changed: 'information',
  gone: 'danger',
}

interface DifferencesProps {
  readonly of: Difference
  readonly since: string
}

export function Differences({ of: { added, dropped, files }, since }: DifferencesProps) {
  const t = useWords(words)
  if (added.length + dropped.length + files.length === 0)
    return <Empty icon={Equal} title={t('same')} />
  return (
    <div className={list.stack}>
      <p className={list.quiet}>{t('only', { with: since })}</p>
      {added.length + dropped.length > 0 && (
        <section className={s.part}>
          <h3>{t('packages')}</h3>
          <Chips>
            {added.map(name => (
              <li key={name}>
                <Badge tone="success">{`${t('change.added')} ${name}`}</Badge>
              </li>
            ))}
            {dropped.map(name => (
              <li key={name}>
                <Badge tone="danger">{`${t('change.gone')} ${name}`}</Badge>
              </li>
            ))}
          </Chips>
        </section>
      )}
      {files.length > 0 && (
        <section className={s.part}>
          <h3>{t('files')}</h3>
          <ul className={s.files}>
            {files.map(file => (
              <li key={file.path}>
                <details open={files.length < 4}>
                  <summary>
                    <Badge tone={TONE[file.change]}>{t(`change.${file.change}`)}</Badge>
                    <code>{file.path}</code>
                  </summary>
                  <Changed {...file} />
                </details>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

/** What it says, line by line. */
export function Changed({ change, before, now }: FileDifference) {
  const t = useWords(words)
  const isText =
    change === 'added'
      ? now !== null
      : change === 'gone'
        ? before !== null
        : before !== null && now !== null
  if (!isText) return <p className={list.quiet}>{t('noText')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys
    <pre className={s.text} tabIndex={0}>
      {passages(before ?? '', now ?? '').map(({ kind, lines }, place) =>
        lines.map((line, at) => {
          const key = `${place} ${at}`
          if (kind === 'added') return <ins key={key}>{`+ ${line}`}</ins>
          if (kind === 'gone') return <del key={key}>{`− ${line}`}</del>
          return <span key={key}>{`  ${line}`}</span>
        }),
      )}
    </pre>
  )
}
