/** 접속 점검 (P02): whether a desktop will work here, and what to do where it will not. */
import { MonitorPlay } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Page } from '@/kit/page'
import { words as all } from '../words'
import { Checks } from './checks'
import { words } from './words'

export function Check() {
  const t = useWords(words)
  const general = useWords(all)
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        <LinkButton to="/desktops" icon={MonitorPlay}>
          {general('back')}
        </LinkButton>
      }
    >
      <Card title={t('result')}>
        <Checks />
      </Card>
    </Page>
  )
}
