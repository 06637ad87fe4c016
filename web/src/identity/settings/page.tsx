/** 내 설정 (S09). */
import { History, KeyRound, Laptop, Monitor, Plus } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Card } from '@/kit/card'
import { Page } from '@/kit/page'
import { words } from '../words'
import { DisplayChoices } from './display'
import { History as SignInHistory } from './history'
import s from './page.module.css'
import { AddPasskey, Passkeys } from './passkeys'
import { Sessions } from './sessions'

export function Settings() {
  const t = useWords(words)
  return (
    <Page title={t('settings.title')} width="narrow">
      <Card title={t('settings.display')} icon={Monitor}>
        <div className={s.choices}>
          <DisplayChoices />
        </div>
      </Card>
      <Card title={t('settings.passkeys')} icon={KeyRound} aside={<AddPasskey icon={Plus} />}>
        <p className={s.note}>{t('settings.passkeysNote')}</p>
        <Passkeys />
      </Card>
      <Card title={t('settings.sessions')} icon={Laptop}>
        <p className={s.note}>{t('settings.sessionsNote')}</p>
        <Sessions />
      </Card>
      <Card title={t('settings.history')} icon={History} flush>
        <SignInHistory />
      </Card>
    </Page>
  )
}
