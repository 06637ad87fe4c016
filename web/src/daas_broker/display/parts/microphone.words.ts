import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_microphone',
  {
    on: '마이크 켜기',
    off: '마이크 끄기',
    asking: '마이크를 여는 중',
    isOn: '마이크 켜짐',
    isHeard: '마이크 켜짐 · 쓰는 중',
    unheardClosed:
      '가상PC의 프로그램이 마이크를 쓰려고 합니다. 정책에서 마이크를 막아 아무 소리도 전해지지 않습니다.',
    unheardOff:
      '가상PC의 프로그램이 마이크를 쓰려고 합니다. 마이크가 꺼져 있어 아무 소리도 전해지지 않습니다.',
    opened: '마이크가 켜졌습니다. 가상PC의 프로그램이 지금부터 목소리를 들을 수 있습니다.',
    denied: '브라우저가 마이크를 내주지 않았습니다.',
    deniedNote: '주소창의 자물쇠를 눌러 이 사이트의 마이크를 허용한 뒤 다시 켜십시오.',
    absent: '이 기기에서 마이크를 찾지 못했습니다.',
    absentNote: '마이크를 연결하고 다시 켜십시오.',
    insecure: '이 주소에서는 브라우저가 마이크를 내주지 않습니다.',
    insecureNote: '관리자가 알려 준 https 주소로 들어오십시오.',
  },
  {
    on: 'Turn the microphone on',
    off: 'Turn the microphone off',
    asking: 'Opening the microphone',
    isOn: 'Microphone on',
    isHeard: 'Microphone on · in use',
    unheardClosed:
      'A program of the desktop wants to use the microphone. The policy keeps it shut: nothing is heard.',
    unheardOff:
      'A program of the desktop wants to use the microphone. It is turned off: nothing is heard.',
    opened: 'The microphone is on. Programs of the desktop can hear you from now on.',
    denied: 'The browser did not give the microphone.',
    deniedNote:
      'Press the lock in the address bar, allow the microphone for this site, and turn it on again.',
    absent: 'No microphone was found on this device.',
    absentNote: 'Connect one and turn it on again.',
    insecure: 'The browser gives no microphone at this address.',
    insecureNote: 'Come in through the https address that your administrator gave you.',
  },
)
