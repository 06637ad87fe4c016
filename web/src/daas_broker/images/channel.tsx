/** What a new desktop of this image is made of, and with a canary how they are shared out. */
import { useWords } from '@/kernel/i18n'
import s from './page.module.css'
import type { Image } from './state'
import { words } from './words'

export function Channel({ image }: { readonly image: Image }) {
  const t = useWords(words)
  const stable = image.versions.find(({ stage }) => stage === 'stable')
  const canary = image.versions.find(({ stage }) => stage === 'canary')
  const share = canary?.share ?? 0
  if (!stable) return <p className={s.quiet}>{t('channel.none')}</p>
  return (
    <div className={s.channel}>
      <p className={s.line}>
        <span className={s.quiet}>{t('channel.label')}</span>
        <span>
          <i className={s.dot} data-tone="stable" aria-hidden />
          {t('channel.stable', { number: stable.number, share: 100 - share })}
        </span>
        {canary && (
          <span>
            <i className={s.dot} data-tone="canary" aria-hidden />
            {t('channel.canary', { number: canary.number, share })}
          </span>
        )}
      </p>
      {canary && (
        <div className={s.shares} aria-hidden>
          <i data-tone="stable" style={{ width: `${100 - share}%` }} />
          <i data-tone="canary" style={{ width: `${share}%` }} />
        </div>
      )}
    </div>
  )
}
