/** Over the sheet, when what was written while away was not merged. */
import { GitCompareArrows } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import s from '../text/page.module.css'
import { words } from './words'

export function Aside({ batch }: { readonly batch: string }) {
  const t = useWords(words)
  return (
    <div className={s.gone} role="alert">
      <Empty
        icon={GitCompareArrows}
        title={t('aside')}
        note={t('asideNote')}
        action={
          <LinkButton look="primary" to={`/office/batches/${batch}`}>
            {t('see')}
          </LinkButton>
        }
      />
    </div>
  )
}
