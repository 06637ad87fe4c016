/** 비용 (X10): bills by division, and what a seat costs before and after. */
import { Download } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { useLanguage, useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Select } from '@/kit/field'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Tabs } from '@/kit/tabs'
import { Compare } from './compare'
import { LedgerView } from './ledger'
import s from './page.module.css'
import { monthOf, months, sheetOf } from './state'
import { words } from './words'

const SHOWN = 12

export function Costs() {
  const t = useWords(words)
  const language = useLanguage()
  const [address, go] = useSearchParams()
  const known = months(SHOWN)
  const month = known.find(each => each === address.get('month')) ?? known[0] ?? ''
  const view = address.get('view') === 'compare' ? 'compare' : 'ledger'
  const set = (name: string, value: string) =>
    go(
      before => {
        before.set(name, value)
        return before
      },
      { replace: true },
    )
  return (
    <Page
      title={t('title')}
      note={t('note')}
      width="full"
      acts={
        <div className={s.acts}>
          <Select
            label={t('month')}
            hideLabel
            choices={known.map(id => ({ id, label: monthOf(id, language) }))}
            value={month}
            onChange={chosen => set('month', chosen)}
          />
          <LinkButton to={sheetOf(month, language)} icon={Download} download>
            {t('export')}
          </LinkButton>
        </div>
      }
    >
      <Tabs
        label={t('views')}
        chosen={view}
        onChoose={chosen => set('view', chosen)}
        views={[
          {
            id: 'ledger',
            label: t('ledger'),
            children: (
              <Boundary>
                <LedgerView month={month} />
              </Boundary>
            ),
          },
          {
            id: 'compare',
            label: t('compare'),
            children: (
              <Boundary>
                <Compare />
              </Boundary>
            ),
          },
        ]}
      />
    </Page>
  )
}
