/** Hands the way over to a navigation app of the phone: the suite itself asks nobody outside. */
import { Copy } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { toast } from '@/kit/toast'
import { words } from '../words'
import s from './page.module.css'

interface NavigationProps {
  readonly name: string
  readonly lat: number
  readonly lon: number
}

export function Navigation({ name, lat, lon }: NavigationProps) {
  const t = useWords(words)
  const called = encodeURIComponent(name)
  const apps = [
    { word: 'kakao', to: `kakaomap://route?ep=${lat},${lon}&by=CAR` },
    {
      word: 'naver',
      to: `nmap://route/car?dlat=${lat}&dlng=${lon}&dname=${called}&appname=onmaru`,
    },
    { word: 'tmap', to: `tmap://route?goalname=${called}&goalx=${lon}&goaly=${lat}` },
  ] as const
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(`${lat}, ${lon}`)
    toast(t('mapPage.copied'))
  }
  return (
    <nav className={s.apps} aria-label={t('mapPage.navigate')}>
      {apps.map(({ word, to }) => (
        <a key={word} href={to} className={s.app} rel="noreferrer">
          {t(`mapPage.${word}`)}
        </a>
      ))}
      <Button icon={Copy} onPress={() => void copy()}>
        {t('mapPage.copy')}
      </Button>
    </nav>
  )
}
