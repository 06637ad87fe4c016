/** How the first two of five pages are headed and footed, for who looks sooner than reads. */
import { useWords } from '@/kernel/i18n'
import { type Band, shown, type Told } from './bands'
import s from './preview.module.css'
import type { PageSettings } from './settings'
import { words } from './words'

const PAGES = 5

interface PreviewProps {
  readonly settings: PageSettings
  readonly told: Told
}

export function Preview({ settings, told }: PreviewProps) {
  const t = useWords(words)
  return (
    <div className={s.pages} role="img" aria-label={t('preview')}>
      {[0, 1].map(index => {
        const page = (settings.start || 1) + index
        const counted = { ...told, page, pages: PAGES, isFirst: index === 0 }
        return (
          <div key={index} className={s.page} data-turned={settings.turned}>
            <Row band={shown(settings, 'top', counted)} />
            <span className={s.columns}>
              {Array.from({ length: settings.columns }, (_, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have nothing else
                <span key={column} className={s.text} data-ruled={settings.ruled && column > 0} />
              ))}
            </span>
            <Row band={shown(settings, 'bottom', counted)} />
          </div>
        )
      })}
    </div>
  )
}

function Row({ band }: { readonly band: Band }) {
  return (
    <span className={s.row}>
      <span>{band.left}</span>
      <span>{band.center}</span>
      <span>{band.right}</span>
    </span>
  )
}
