# ruff: noqa: E501
"""Writes the demo: made-up documents, and the records that are read out of them.

Run `python demo/make_demo.py`. Documents and records come from the same text below, so that every
record's line is the line that says it. Nothing reads the clock; the same text gives the same bytes.

In the minutes, a line is what the document says, and the lines after it that begin with > are
what is recorded from it:

> läge|arbete|avsikt|utfall THEME [PLACE]    a statement (add "> känslig" or "> ogranskad")
> följer m3 STATUS [tolkad]                  it follows up measure 3; m3.2 is its second activity
> program KEY STATUS                         it follows up a programme
> beslut                                     a decision
> uppdrag KEY | role | organisation | due | what
> svarar KEY                                 the assignment is closed here
> tal VALUE or LEAST–MOST | unit | persons or things | day | place | what
> prio YEAR area|theme CHANGE NAME
> utlyst DAY                                a meeting announced (the line gets time and place)
> motsägelse KEY a|b VALUE [| what | resolution | resolved on]
> bedömd m3 FULFILMENT                       the council's judgement; the ground is what follows :

@platser and @program stand for the tables further up in this file.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
DESCRIPTOR = HERE.parent / "lobra_data" / "datapackage.json"
COUNCIL = "exempelkoping"
WARNING = "Påhittade uppgifter – inget i dokumentet har hänt"

# --- the council and its surroundings -----------------------------------------------------------

ORGANISATIONS = """
ks       | Kommunstyrelsen | | politics
klf      | Kommunledningsförvaltningen | | city_administration
soc      | Socialförvaltningen | | city_administration
buf      | Barn- och utbildningsförvaltningen | BUF | school
kof      | Kultur- och fritidsförvaltningen | KoF | city_administration
sbf      | Samhällsbyggnadsförvaltningen | SBF | city_administration
polis    | Polisen, Lokalpolisområde Exempelköping | Polisen | police
rtj      | Räddningstjänsten i Exempelköping | Räddningstjänsten | rescue
bostad   | Kommunala bostadsbolaget i Exempelköping | Bostadsbolaget | property
handel   | Centrumföreningen vid Klockartorget | Centrumföreningen | business
forening | Föreningsrådet i Exempelköping | Föreningsrådet | civil_society
trafik   | Kollektivtrafiken i länet | Kollektivtrafiken | transport
"""

ALIASES = """
ks     | KS | abbreviation
klf    | Säkerhetsenheten | role
polis  | Lpo Exempelköping | abbreviation
rtj    | Brandförsvaret | former_name
forening | Föreningsrådet Exempelköping | spelling
"""

# key | name | role | organisation: in the order of the attendance lists
PEOPLE = """
vassback  | Signhild Vassbäck | Kommunstyrelsens ordförande | ks
ekstigen  | Torvald Ekstigen | Kommunstyrelsens vice ordförande | ks
ronnbrink | Malva Rönnbrink | Kommundirektör | klf
stavrell  | Idun Stavrell | Säkerhetschef | klf
tunhammar | Ebbe Tunhammar | Preventionssamordnare | klf
kvistvad  | Solgun Kvistvad | Lokalpolisområdeschef | polis
mossvret  | Jarl Mossvret | Kommunpolis | polis
fallkvarn | Dagny Fallkvarn | Socialchef | soc
hedstubbe | Liv Hedstubbe | Enhetschef barn och unga | soc
grusvall  | Orvar Grusvall | Skolchef | buf
ljungtorn | Tyra Ljungtorn | Rektor Vretlundaskolan | buf
askramm   | Sixten Askramm | Fritidschef | kof
flodlind  | Ylva Flodlind | Samhällsbyggnadschef | sbf
tallmyrin | Folke Tallmyrin | Brandingenjör förebyggande | rtj
vindstig  | Runa Vindstig | Trygghetsansvarig | bostad
savbrunn  | Alvar Sävbrunn | Ordförande i centrumföreningen | handel
"""

# key | kind | level | parent | name | rhythm | purpose | members (role/organisation)
FORUMS = """
rad | council | strategic | | Exempelköpings lokala brottsförebyggande råd | fyra gånger om året | Leder och följer upp det brottsförebyggande arbetet i kommunen | kommunstyrelsens ordförande/ks, kommundirektör/klf, lokalpolisområdeschef/polis, socialchef/soc, skolchef/buf, fritidschef/kof, samhällsbyggnadschef/sbf, brandingenjör/rtj, trygghetsansvarig/bostad
lagesbild | working_group | operational | rad | Lägesbildsgruppen | varannan vecka | Samlar och delar lägesbilden mellan kommun och polis | preventionssamordnare/klf, kommunpolis/polis, fältsekreterare/soc
unga | working_group | operational | rad | Samverkansgruppen Unga | en gång i månaden | Samordnar insatser för barn och unga i risk | enhetschef barn och unga/soc, rektorer/buf, kommunpolis/polis, fritidsledare/kof
sspf | case_group | case | unga | SSPF Exempelköping | vid behov | Samverkan mellan skola, socialtjänst, polis och fritid runt enskilda barn med samtycke | socialsekreterare/soc, kurator/buf, områdespolis/polis
relation | network | operational | rad | Nätverket mot våld i nära relation | två gånger per termin | Sprider kunskap och gemensamma rutiner | samordnare mot våld/soc, brottsutredare/polis
senior | network | operational | rad | Nätverket Trygg senior | en gång per termin | Förebygger brott mot äldre | preventionssamordnare/klf, kommunpolis/polis, föreningsrepresentanter/forening
plats | umbrella | operational | rad | Platssamverkan | | Samlar arbetet på de tre prioriterade platserna | preventionssamordnare/klf, kommunpolis/polis
klockartorget | place | operational | plats | Platssamverkan Klockartorget | var sjätte vecka | Ett tryggt torg för boende, besökare och handel | preventionssamordnare/klf, områdespolis/polis, centrumföreningen/handel, gatuingenjör/sbf
bryggparken | place | operational | plats | Platssamverkan Bryggparken | var sjätte vecka | En park som kan användas av alla, också på kvällen | parkingenjör/sbf, områdespolis/polis, fältsekreterare/soc
tallhojden | place | operational | plats | Platssamverkan Tallhöjden | var sjätte vecka | Ett tryggt bostadsområde med hög tillit | trygghetsansvarig/bostad, områdespolis/polis, fritidsledare/kof, föreningar/forening
"""

# key | kind | forum | name | description
PROGRAMMES = """
falt        | service    | unga   | Fältgruppen | Fältsekreterare och fritidsledare som möter unga ute på kvällar och helger
sommarjobb  | initiative | unga   | Sommarjobb för unga | Tre veckors feriearbete för unga i årskurs 9 och gymnasiet
vandringar  | initiative | plats  | Trygghetsvandringar | Boende och ansvariga går igenom en plats tillsammans
foraldra    | initiative | unga   | Föräldrakvällar i årskurs 7 | Kvällsträffar om droger, nätet och gränser
nattvandring | initiative | rad   | Nattvandring | Vuxna från föreningar vandrar på fredagskvällar
tillsyn     | initiative | rad    | Tillsyn av folköl och tobak | Gemensamma besök hos försäljningsställen
grannar     | initiative | senior | Grannsamverkan | Grannar håller uppsikt tillsammans, med stöd av polisen
senior      | initiative | senior | Seniorträffar mot bedrägerier | Träffar om bedrägerier per telefon och på nätet
brand       | programme  | rad    | Brandkunskap i årskurs 5 | Två lektioner med räddningstjänsten
avhopp      | service    | sspf   | Avhopparstöd | Stöd till den som vill lämna en kriminell miljö
"""

# key | year | target | outcome | value | unit | status | the outcome in the document's words, if not the same
RESULTS = """
falt | 2023 | 80 kvällar ute | 82 kvällar ute | 82 | kvällar | done
sommarjobb | 2023 | 40 platser | 38 platser tillsattes | 38 | platser | done
vandringar | 2023 | 4 vandringar | 3 vandringar genomfördes | 3 | vandringar | done
foraldra | 2023 | Alla skolor med årskurs 7 | 2 av 3 skolor deltog | 2 | skolor | ongoing
nattvandring | 2023 | 20 fredagar | 17 fredagar | 17 | fredagar | ongoing
tillsyn | 2023 | 2 tillsynsrundor | 1 runda genomfördes | 1 | rundor | ongoing
grannar | 2023 | 5 nya områden | 4 nya områden | 4 | områden | ongoing
senior | 2023 | 6 träffar | 6 träffar | 6 | träffar | done
brand | 2023 | Alla skolor med årskurs 5 | Alla 5 skolor fick lektionerna | 5 | skolor | done
avhopp | 2023 | Rutin på plats före årets slut | Rutinen är framtagen men inte beslutad | | | planned
falt | 2024 | 80 kvällar ute | Antalet anges olika i protokollet, se motsägelser | | | done | 84 kvällar ute
sommarjobb | 2024 | 50 platser | 52 platser tillsattes | 52 | platser | done
vandringar | 2024 | 4 vandringar | 4 vandringar genomfördes | 4 | vandringar | done
foraldra | 2024 | Alla skolor med årskurs 7 | 3 av 3 skolor deltog | 3 | skolor | done
nattvandring | 2024 | 25 fredagar | 22 fredagar | 22 | fredagar | ongoing
tillsyn | 2024 | 2 tillsynsrundor | 2 rundor genomfördes | 2 | rundor | done
grannar | 2024 | 5 nya områden | 6 nya områden | 6 | områden | ongoing
senior | 2024 | 8 träffar | 9 träffar | 9 | träffar | done
brand | 2024 | Alla skolor med årskurs 5 | 4 av 5 skolor fick lektionerna | 4 | skolor | ongoing
avhopp | 2024 | Stödet erbjuds alla som ber om det | Stödet är i gång och har använts av ett fåtal personer | | | ongoing
"""

# --- the action plan ----------------------------------------------------------------------------

DUE = {
    "våren 2023": ("2023-01-01", "2023-06-30"),
    "hösten 2023": ("2023-08-01", "2023-12-31"),
    "senast 30 juni 2023": ("2023-06-30", "2023-06-30"),
    "december 2023": ("2023-12-01", "2023-12-31"),
    "våren 2024": ("2024-01-01", "2024-06-30"),
    "senast 31 maj 2024": ("2024-05-31", "2024-05-31"),
    "hösten 2024": ("2024-08-01", "2024-12-31"),
    "senast 31 oktober 2024": ("2024-10-31", "2024-10-31"),
    "december 2024": ("2024-12-01", "2024-12-31"),
}

# A measure: "= area | title", then its fields, then its activities
# "- title | count unit, per år or en gång | time | programme" and commitments "P text", "K text".
PLAN = """
= Unga i risk | Tidig samverkan runt enskilda barn
mål: Barn i risk får samordnat stöd inom två veckor
syfte: Tidigt och samordnat stöd minskar risken för fortsatt normbrytande beteende
målgrupp: Barn 10–17 år och deras vårdnadshavare
ansvarig: Socialförvaltningen
forum: sspf
polis: Områdespolis
kommun: Enhetschef barn och unga
övriga: Skolor, fritidsgårdar
finansiering: Inom ordinarie budget
kommunikation: Information till skolor och vårdnadshavare varje termin
uppföljning: Antal startade samverkansplaner, redovisas varje möte
- Ta fram en gemensam samtyckesblankett | | senast 30 juni 2023 |
- Samverkansmöten för varje skola | 2 möten per år | |
- Utbilda skolpersonal i arbetssättet | 2 utbildningar en gång | hösten 2024 |
P Deltar med områdespolis i alla samverkansmöten.
K Kallar till möten och håller ihop samverkansplanerna.
K Informerar vårdnadshavare om stödet.

= Unga i risk | Fältarbete kvällar och helger
mål: Unga möter trygga vuxna där de vistas
syfte: Närvaro och relationer gör att oro upptäcks tidigt
målgrupp: Unga 13–20 år
ansvarig: Socialförvaltningen och kultur- och fritidsförvaltningen
forum: unga
polis: Ungdomspolis
kommun: Fritidschef
övriga: Föreningsrådet
finansiering: Delad mellan två förvaltningar
kommunikation: Scheman delas med polis och skola varje månad
uppföljning: Antal kvällar och teman i samtalen
- Fältgruppen är ute på kvällar och helger | 80 kvällar per år | | falt
- Nattvandring med föreningar på fredagar | 20 fredagar per år | | nattvandring
- Ta fram en gemensam rutin för veckoavstämning | | våren 2023 |
P Delar aktuell lägesbild med fältgruppen varje fredag.
K Bemannar fältgruppen hela året.

= Unga i risk | Meningsfull sommar
mål: Fler unga har sysselsättning under sommaren
syfte: Arbete och fritid ger struktur och vuxenkontakt
målgrupp: Unga 15–18 år
ansvarig: Kultur- och fritidsförvaltningen
forum: unga
polis: Ungdomspolis
kommun: Fritidschef
övriga: Bostadsbolaget, föreningar
finansiering: Särskilda medel från kommunstyrelsen
kommunikation: Annonseras i skolorna från februari
uppföljning: Antal platser och enkät till ungdomarna
- Sommarjobb för unga i årskurs 9 och gymnasiet | 40 platser per år | | sommarjobb
- Öppen verksamhet på Tallhöjden under sommarlovet | 30 dagar per år | |
P Besöker sommarverksamheten minst en gång i veckan.
K Erbjuder och samordnar sommarjobben.

= Unga i risk | Stöd att lämna kriminalitet
mål: Den som vill lämna en kriminell miljö får stöd
syfte: Ett tydligt stöd gör steget möjligt
målgrupp: Unga vuxna och deras närstående
ansvarig: Socialförvaltningen
forum: sspf
polis: Lokalpolisområdeschef
kommun: Socialchef
övriga: Arbetsgivare i kommunen
finansiering: Statsbidrag och ordinarie budget
kommunikation: Riktas till yrkesverksamma
uppföljning: Redovisas en gång om året
- Besluta om en lokal rutin för avhopparstöd | | december 2023 | avhopp
- Utbilda nyckelpersoner i motiverande samtal | 1 utbildning per år | |
P Bedömer säkerheten tillsammans med socialtjänsten.
K Utser en kontaktväg för stödet.

= Narkotika | Minskad tillgång på narkotika
mål: Den öppna handeln med narkotika upphör på prioriterade platser
syfte: Minskad tillgång minskar bruk och otrygghet
målgrupp: Unga och boende vid prioriterade platser
ansvarig: Polisen
forum: lagesbild
polis: Kommunpolis
kommun: Preventionssamordnare
övriga: Bostadsbolaget, centrumföreningen
finansiering: Inom ordinarie budget
kommunikation: Gemensamma nyheter på webbplatsen efter varje insats
uppföljning: Lägesbild och trygghetsmätning
- Riktade insatsveckor på prioriterade platser | 4 insatsveckor per år | |
- Kampanj för att lämna tips till polisen | 1 kampanj per år | |
- Boendemöten på prioriterade platser | 3 boendemöten per år | |
P Planerar och genomför insatsveckorna.
P Återkopplar resultat till rådet.
K Bjuder in till boendemöten.

= Narkotika | Tidig upptäckt i skolan
mål: Bruk av narkotika upptäcks tidigt och leder till stöd
syfte: Trygga rutiner gör att personal vågar agera
målgrupp: Elever i årskurs 7–9 och gymnasiet
ansvarig: Barn- och utbildningsförvaltningen
forum: unga
polis: Ungdomspolis
kommun: Skolchef
övriga: Elevhälsan, vårdnadshavare
finansiering: Inom ordinarie budget
kommunikation: Information till vårdnadshavare vid läsårsstart
uppföljning: Drogvaneundersökning vartannat år
- Anta en gemensam drogpolicy för skolorna | | hösten 2023 |
- Föräldrakvällar i årskurs 7 | 3 kvällar per år | | foraldra
- Genomföra drogvaneundersökningen | 1 undersökning en gång | våren 2024 |
P Medverkar på föräldrakvällarna.
K Inför drogpolicyn på alla skolor.

= Narkotika | Tillsyn av folköl och tobak
mål: Ingen försäljning till minderåriga
syfte: Tillsyn och dialog ger bättre ålderskontroll
målgrupp: Försäljningsställen
ansvarig: Samhällsbyggnadsförvaltningen
forum: rad
polis: Områdespolis
kommun: Tillsynshandläggare
övriga: Handlare
finansiering: Tillsynsavgifter
kommunikation: Brev till försäljningsställen före varje runda
uppföljning: Antal besök och andel utan anmärkning
- Gemensamma tillsynsrundor | 2 tillsynsrundor per år | | tillsyn
- Kontrollköp hos försäljningsställen | 15 kontrollköp per år | |
- Utbilda butikspersonal i ålderskontroll | 1 utbildning per år | senast 31 maj 2024 |
P Deltar vid gemensamma tillsynsrundor.
K Planerar och dokumenterar tillsynen.

= Trygg skola | Rutin vid hot och våld i skolan
mål: Alla skolor agerar lika vid hot och våld
syfte: En känd rutin ger snabbare och tryggare hantering
målgrupp: Elever och personal
ansvarig: Barn- och utbildningsförvaltningen
forum: unga
polis: Kommunpolis
kommun: Skolchef
övriga: Elevhälsan
finansiering: Inom ordinarie budget
kommunikation: Genomgång på varje skola
uppföljning: Årlig genomgång av rutinen
- Ta fram en gemensam rutin för hot och våld | | december 2023 |
- Öva rutinen på varje skola | 1 övning per år | |
P Lämnar synpunkter på rutinen och deltar i övningar.
K Fastställer rutinen och planerar övningar.

= Trygg skola | Skolvägar utan rån
mål: Rån mot unga på väg till och från skolan minskar
syfte: Fler vuxna och bättre sikt minskar tillfällena
målgrupp: Elever i årskurs 7–9 och gymnasiet
ansvarig: Polisen och barn- och utbildningsförvaltningen
forum: unga
polis: Ungdomspolis
kommun: Rektor
övriga: Kollektivtrafiken
finansiering: Inom ordinarie budget
kommunikation: Råd till elever och vårdnadshavare
uppföljning: Anmälda personrån och elevenkät
- Kartlägga tider och platser för rån | 1 kartläggning per år | |
- Vuxennärvaro vid Resecentrum efter skoltid | 30 eftermiddagar per år | våren 2024 |
- Informera elever i årskurs 7 om hur de kan agera | | hösten 2024 |
P Gör kartläggningen och redovisar den för rådet.
K Ordnar vuxennärvaro tillsammans med skolorna.

= Trygg skola | Ökad skolnärvaro
mål: Färre elever har hög frånvaro
syfte: Närvaro i skolan är en stark skyddsfaktor
målgrupp: Elever i årskurs 4–9
ansvarig: Barn- och utbildningsförvaltningen
forum: unga
polis: Ingen utsedd
kommun: Skolchef
övriga: Elevhälsan, socialtjänsten
finansiering: Inom ordinarie budget
kommunikation: Information till vårdnadshavare
uppföljning: Frånvarostatistik två gånger om året
- Följa frånvaron månadsvis i alla skolor | 10 uppföljningar per år | |
- Ta fram en åtgärdstrappa vid frånvaro | | hösten 2023 |
P Hänvisar till skolan vid möte med elever under skoltid.
K Följer upp frånvaron varje månad.

= Våld i nära relation | Fler frågar om våld
mål: Personal frågar rutinmässigt om våld
syfte: Den som får frågan berättar oftare och får stöd
målgrupp: Personal inom socialtjänst, skola och omsorg
ansvarig: Socialförvaltningen
forum: relation
polis: Brottsutredare
kommun: Samordnare mot våld
övriga: Hälsocentralen
finansiering: Statsbidrag
kommunikation: Utbildning och webbsida för yrkesverksamma
uppföljning: Antal utbildade och antal ställda frågor
- Utbilda personal i att fråga om våld | 3 utbildningar per år | |
- Skicka påminnelse till alla enheter | 2 utskick per år | |
- Kampanjvecka mot våld i nära relation | 1 kampanjvecka per år | |
P Medverkar vid utbildningarna.
K Anordnar utbildningarna.

= Våld i nära relation | Samtalsgrupp för den som utövar våld
mål: Den som utövar våld får hjälp att sluta
syfte: Förändrat beteende skyddar hela familjen
målgrupp: Vuxna som utövar våld
ansvarig: Socialförvaltningen
forum: relation
polis: Brottsutredare
kommun: Socialchef
övriga: Grannkommuner
finansiering: Statsbidrag
kommunikation: Riktas via yrkesverksamma
uppföljning: Antal deltagare och genomförda träffar
- Starta en samtalsgrupp | 1 grupp en gång | våren 2024 |
- Informera polis och vård om gruppen | | hösten 2023 |
P Informerar om stödet vid ingripanden.
K Startar och leder gruppen.

= Våld i nära relation | Gemensam rutin för skyddat boende
mål: Placering i skyddat boende fungerar dygnet runt
syfte: En säker väg minskar risken för upprepat våld
målgrupp: Vuxna och barn som behöver skydd
ansvarig: Socialförvaltningen
forum: relation
polis: Brottsutredare
kommun: Socialchef
övriga: Grannkommuner
finansiering: Inom ordinarie budget
kommunikation: Endast internt
uppföljning: Genomgång av rutinen en gång om året
- Ta fram en gemensam rutin | | våren 2024 |
- Öva rutinen tillsammans | 1 övning per år | |
P Bidrar till riskbedömningar.
K Tar fram rutinen.

= Trygga platser | Platssamverkan Klockartorget
mål: Fler känner sig trygga på torget på kvällen
syfte: Samordnad skötsel och närvaro ökar tryggheten
målgrupp: Boende, besökare och handlare
ansvarig: Kommunledningsförvaltningen
forum: klockartorget
polis: Områdespolis
kommun: Preventionssamordnare
övriga: Centrumföreningen, bostadsbolaget
finansiering: Inom ordinarie budget
kommunikation: Nyhetsbrev till handlare och boende
uppföljning: Trygghetsmätning och möten var sjätte vecka
- Trygghetsvandring på torget | 2 vandringar per år | | vandringar
- Evenemang på torget under sommarkvällar | 10 kvällar per år | |
- Se över bänkar och sikt | | våren 2024 |
P Fotpatrullerar på torget varje vecka.
K Leder platssamverkan.
K Samordnar skötseln.

= Trygga platser | Platssamverkan Bryggparken
mål: Parken används av fler och upplevs som trygg
syfte: Fler besökare och god skötsel ger informell uppsikt
målgrupp: Boende och besökare
ansvarig: Samhällsbyggnadsförvaltningen
forum: bryggparken
polis: Områdespolis
kommun: Parkingenjör
övriga: Föreningsrådet
finansiering: Investeringsmedel för parker
kommunikation: Skyltar i parken
uppföljning: Besöksräkning och trygghetsmätning
- Trygghetsvandring i parken | 1 vandring per år | | vandringar
- Ny belysning längs vattnet | | senast 31 oktober 2024 |
- Föreningsdagar i parken | 4 dagar per år | |
P Gör riktade insatser mot narkotika i parken.
K Sköter och utvecklar parken.

= Trygga platser | Platssamverkan Tallhöjden
mål: Boende litar på varandra och trivs
syfte: Boendeinflytande och närvaro minskar brott
målgrupp: Boende på Tallhöjden
ansvarig: Bostadsbolaget
forum: tallhojden
polis: Områdespolis
kommun: Fritidschef
övriga: Hyresgäster, föreningar
finansiering: Delad mellan kommun och bostadsbolag
kommunikation: Anslag i trapphusen
uppföljning: Boendeenkät
- Starta platssamverkan på Tallhöjden | | senast 30 juni 2023 |
- Boendedialoger | 4 dialoger per år | |
- Områdeskontor med öppet hus | 40 öppna eftermiddagar per år | |
P Deltar vid boendedialoger.
K Öppnar fritidslokal i området.

= Trygga platser | Trygghet vid Resecentrum
mål: Resenärer känner sig trygga dygnet runt
syfte: Närvaro och renhållning minskar störningar
målgrupp: Resenärer
ansvarig: Kommunledningsförvaltningen
forum: plats
polis: Områdespolis
kommun: Säkerhetschef
övriga: Kollektivtrafiken
finansiering: Delad mellan kommun och kollektivtrafik
kommunikation: Information på plats
uppföljning: Antal ingripanden och resenärsenkät
- Trygghetsvärdar fredag och lördag | 50 kvällar per år | |
- Sanera klotter inom två dygn | | |
P Patrullerar vid de sista avgångarna.
K Anlitar trygghetsvärdar.

= Trygga platser | Belysning och sikt längs gångvägar
mål: Gångvägar till skolor och hållplatser är väl belysta
syfte: God sikt gör att fler väljer att gå
målgrupp: Alla som går och cyklar
ansvarig: Samhällsbyggnadsförvaltningen
forum: plats
polis: Kommunpolis
kommun: Samhällsbyggnadschef
övriga: Bostadsbolaget
finansiering: Investeringsmedel för gator
kommunikation: Karta över åtgärder på webbplatsen
uppföljning: Antal åtgärdade sträckor
- Byta belysning längs utpekade sträckor | 6 sträckor en gång | hösten 2024 |
- Röja buskar längs gångvägar | 2 röjningar per år | |
P Pekar ut sträckor utifrån lägesbilden.
K Byter belysning och röjer.

= Brott i bostaden | Förebygga bedrägerier mot äldre
mål: Färre äldre drabbas av bedrägerier
syfte: Kunskap och en enkel kontaktväg gör att fler avbryter i tid
målgrupp: Personer över 65 år och deras närstående
ansvarig: Kommunledningsförvaltningen
forum: senior
polis: Kommunpolis
kommun: Preventionssamordnare
övriga: Pensionärsföreningar, banker
finansiering: Inom ordinarie budget
kommunikation: Broschyr till hemtjänsten
uppföljning: Anmälda bedrägerier och antal träffar
- Seniorträffar mot bedrägerier | 6 träffar per år | | senior
- Utbilda hemtjänstens personal | 2 utbildningar per år | |
- Broschyr till alla hushåll över 75 år | 1 utskick en gång | december 2024 |
P Medverkar vid seniorträffarna.
K Bjuder in och ordnar lokaler.

= Brott i bostaden | Grannsamverkan mot inbrott
mål: Bostadsinbrotten minskar
syfte: Uppmärksamma grannar ökar upptäcktsrisken
målgrupp: Boende i villor och flerbostadshus
ansvarig: Polisen
forum: senior
polis: Områdespolis
kommun: Preventionssamordnare
övriga: Samfälligheter, bostadsbolaget
finansiering: Inom ordinarie budget
kommunikation: Startmöten och årlig kontakt med kontaktombud
uppföljning: Antal områden och anmälda bostadsinbrott
- Starta grannsamverkan i nya områden | 5 områden per år | | grannar
- Årlig träff med kontaktombuden | 1 träff per år | |
- Märk-dag för cyklar och verktyg | 1 dag per år | hösten 2024 |
P Utbildar kontaktombud.
K Lånar ut lokaler och märkutrustning.
"""

PLAN_FIELDS = {
    "mål": "goal", "syfte": "purpose", "målgrupp": "target_group", "ansvarig": "responsible",
    "forum": "forum_id", "polis": "police_contact", "kommun": "district_contact",
    "övriga": "other_actors", "finansiering": "funding", "kommunikation": "communication",
    "uppföljning": "follow_up",
}  # fmt: skip

# --- the working tables of platssamverkan -------------------------------------------------------

# place | kind | spot | problem | action | participants | lead | organisation | status | status text | due | done | measure
PLACE_ACTIONS_2023 = """
klockartorget | problem | Torgets norra sida | Störande samlingar på kvällen | Gemensam kvällsrunda | Polis, fältgrupp | Kommunpolis | polis | ongoing | Två rundor i veckan | | | m14
klockartorget | problem | Cykelparkeringen | Cykelstölder | Fler låsbara cykelställ | Samhällsbyggnad | Gatuingenjör | sbf | planned | Beställda till våren | 2024-04-30 | |
klockartorget | development | Torgscenen | Få aktiviteter på kvällen | Kvällsevenemang | Centrumförening, fritid | Centrumföreningens ordförande | handel | done | Åtta kvällar under sommaren | | 2023-08-31 | m14
klockartorget | development | | Boende saknar överblick | Nyhetsbrev till boende och handlare | Kommunledning | Preventionssamordnare | klf | ongoing | Två nummer utsända | | |
bryggparken | problem | Bryggan | Öppen handel med narkotika | Gemensam kvällsrunda | Polis, fältgrupp | Kommunpolis | polis | ongoing | Minst en runda i veckan | | | m15
bryggparken | problem | Gångvägen | Mörka partier | Förbättrad belysning | Samhällsbyggnad | Parkingenjör | sbf | not_started | Väntar på investeringsbeslut | | |
bryggparken | development | Ängen | Parken används lite | Föreningsdag | Föreningsråd, samhällsbyggnad | Föreningsrådets ordförande | forening | done | En dag i september | | 2023-09-09 | m15
tallhojden | problem | Garagen | Skadegörelse och inbrott i bilar | Låsta garageportar | Bostadsbolag | Trygghetsansvarig | bostad | ongoing | Hälften av portarna bytta | | | m16
tallhojden | problem | Centrumgången | Klotter | Sanering inom två dygn | Bostadsbolag | Trygghetsansvarig | bostad | ongoing | Fungerar väl | | |
tallhojden | development | Fritidslokalen | Saknas mötesplats för unga | Öppna fritidslokal | Fritid, bostadsbolag | Fritidschef | kof | planned | Öppnar i januari 2024 | 2024-01-15 | |
"""

PLACE_ACTIONS_2024 = """
klockartorget | problem | Torgets norra sida | Störande samlingar på kvällen | Gemensam kvällsrunda | Polis, fältgrupp | Kommunpolis | polis | ongoing | Två rundor i veckan, lugnare än 2023 | | | m14
klockartorget | problem | Cykelparkeringen | Cykelstölder | Fler låsbara cykelställ | Samhällsbyggnad | Gatuingenjör | sbf | done | 40 nya platser | | 2024-05-24 |
klockartorget | problem | Gränden vid biblioteket | Mörk passage | Förbättrad belysning | Samhällsbyggnad | Gatuingenjör | sbf | done | Ny belysning tänd | | 2024-10-04 | m14
klockartorget | problem | Återvinningsstationen | Nedskräpning och småbränder | Flytta stationen | Samhällsbyggnad, räddningstjänst | Samhällsbyggnadschef | sbf | planned | Ny plats utsedd, flyttas till våren | 2025-04-30 | |
klockartorget | problem | Butikerna | Stölder och hot mot personal | Utbildning för butikspersonal | Polis, centrumförening | Kommunpolis | polis | done | Två utbildningar hållna | | 2024-11-12 |
klockartorget | problem | Busshållplatsen | Buskörning med mopeder | Fartdämpande hinder | Samhällsbyggnad | Gatuingenjör | sbf | not_started | Väntar på projektering | | |
klockartorget | problem | Parkeringsgaraget | Otrygga trapphus | Kameror i trapphusen | Bostadsbolag | Trygghetsansvarig | bostad | cancelled | Ersatt av bättre belysning och låsta dörrar | | |
klockartorget | development | Torgscenen | Få aktiviteter på kvällen | Kvällsevenemang | Centrumförening, fritid | Centrumföreningens ordförande | handel | done | Elva kvällar under sommaren | | 2024-08-30 | m14
klockartorget | development | Hela torget | Synpunkter från boende behövs | Trygghetsvandring | Boende, polis, samhällsbyggnad | Preventionssamordnare | klf | done | Vandringar i april och oktober | | 2024-10-17 | m14
klockartorget | development | Bänkarna | Få sittplatser för äldre | Nya bänkar med ryggstöd | Samhällsbyggnad | Gatuingenjör | sbf | ongoing | Sex av tio är på plats | | | m14
klockartorget | development | | Boende saknar överblick | Nyhetsbrev till boende och handlare | Kommunledning | Preventionssamordnare | klf | ongoing | Fyra nummer under året | | |
klockartorget | development | Tomma lokaler | Stängda fönster ger ödsliga stråk | Utställningar i skyltfönster | Centrumförening | | | unknown | | | |
bryggparken | problem | Bryggan | Öppen handel med narkotika | Gemensam kvällsrunda | Polis, fältgrupp | Kommunpolis | polis | ongoing | Handeln har minskat men inte upphört | | | m15
bryggparken | problem | Gångvägen | Mörka partier | Förbättrad belysning | Samhällsbyggnad | Parkingenjör | sbf | done | 24 nya stolpar längs vattnet | | 2024-10-25 | m15
bryggparken | problem | Buskaget vid lekplatsen | Skymd sikt | Röjning av buskar | Samhällsbyggnad | Parkingenjör | sbf | done | Röjt vår och höst | | 2024-09-27 |
bryggparken | problem | Toaletten | Skadegörelse | Byta till tåligare inredning | Samhällsbyggnad | Parkingenjör | sbf | ongoing | Inredningen är beställd | 2025-03-31 | |
bryggparken | problem | Grillplatserna | Bränder i papperskorgar | Brandsäkra papperskorgar | Samhällsbyggnad, räddningstjänst | Brandingenjör | rtj | done | Tolv papperskorgar utbytta | | 2024-06-14 |
bryggparken | problem | Båtuppställningen | Inbrott i båtar | Båtsamverkan | Båtägare, polis | | | planned | Startmöte i mars | 2025-03-20 | |
bryggparken | development | Ängen | Parken används lite | Föreningsdagar | Föreningsråd, samhällsbyggnad | Föreningsrådets ordförande | forening | done | Fyra dagar genomförda | | 2024-09-14 | m15
bryggparken | development | Hela parken | Synpunkter från boende behövs | Trygghetsvandring | Boende, polis, samhällsbyggnad | Parkingenjör | sbf | done | En vandring i maj | | 2024-05-28 | m15
bryggparken | development | Utegymmet | Efterfrågas av unga | Bygga ett utegym | Fritid, samhällsbyggnad | Fritidschef | kof | not_started | Inte med i budgeten för 2025 | | |
bryggparken | development | Skyltarna | Svårt att ange plats vid larm | Platsskyltar vid entréerna | Räddningstjänst, samhällsbyggnad | Brandingenjör | rtj | ongoing | Text klar, skyltar trycks | | |
tallhojden | problem | Garagen | Skadegörelse och inbrott i bilar | Låsta garageportar | Bostadsbolag | Trygghetsansvarig | bostad | done | Alla portar bytta | | 2024-03-22 | m16
tallhojden | problem | Centrumgången | Klotter | Sanering inom två dygn | Bostadsbolag | Trygghetsansvarig | bostad | ongoing | Klaras i nio fall av tio | | |
tallhojden | problem | Källargångarna | Inbrott i förråd | Nya dörrar och ljus | Bostadsbolag | Trygghetsansvarig | bostad | ongoing | Tre av fem hus är klara | | | m20
tallhojden | problem | Innergårdarna | Oro vid sena samlingar | Gemensam kvällsrunda | Polis, fältgrupp, bostadsbolag | Kommunpolis | polis | ongoing | En runda i veckan sedan i maj | | | m16
tallhojden | problem | Infarten | Mopedkörning på gångväg | Bommar och skyltar | Samhällsbyggnad | Gatuingenjör | sbf | planned | Bommarna sätts upp i april | 2025-04-15 | |
tallhojden | problem | Tvättstugorna | Obehöriga i husen | Nya låssystem | Bostadsbolag | Trygghetsansvarig | bostad | cancelled | Upphandlingen avbröts | | |
tallhojden | development | Fritidslokalen | Saknas mötesplats för unga | Öppna fritidslokal | Fritid, bostadsbolag | Fritidschef | kof | done | Öppen fyra kvällar i veckan | | 2024-01-15 | m16
tallhojden | development | Områdeskontoret | Svårt att nå ansvariga | Öppet hus varje vecka | Bostadsbolag, polis | Trygghetsansvarig | bostad | ongoing | Öppet på onsdagar | | | m16
tallhojden | development | Hela området | Synpunkter från boende behövs | Trygghetsvandring | Boende, polis, bostadsbolag | Trygghetsansvarig | bostad | done | En vandring i september | | 2024-09-25 | m16
tallhojden | development | Gårdarna | Boende vill bidra | Städdag med boende | Bostadsbolag, föreningar | Trygghetsansvarig | bostad | done | Vår och höst | | 2024-10-05 |
tallhojden | development | Odlingslådorna | Gemensam aktivitet efterfrågas | Fler odlingslådor | Föreningar | | | unknown | | | |
tallhojden | development | Lekplatsen | Sliten miljö | Rusta lekplatsen | Samhällsbyggnad, bostadsbolag | Samhällsbyggnadschef | sbf | not_started | Planeras för 2026 | | |
"""

PLACE_HEAD = [
    "Slag", "Ställe", "Problem eller utveckling", "Åtgärd", "Deltagare", "Ansvarig",
    "Läge", "Kommentar", "Ska ske", "Klar",
]  # fmt: skip
KINDS = {"problem": "problem", "development": "utveckling"}
STATUSES = {
    "not_started": "ej påbörjad", "planned": "planerad", "ongoing": "pågår", "done": "klar",
    "cancelled": "avbruten", "unknown": "",
}  # fmt: skip

# --- the minutes --------------------------------------------------------------------------------

# Who came, in the order of PEOPLE: p present, f apologies, a absent, . not on the list.
MEETINGS = {
    "2023-02-09": "pppppppfppppfpp.",
    "2023-05-11": "pfpppfppppfppap.",
    "2023-09-14": "ppfpppppfppppp.p",
    "2023-11-30": "p.ppppppppfpppp.",
    "2024-02-08": "pppppppppp.pfpp.",
    "2024-05-16": "pfpppppfpppppp.p",
    "2024-09-19": "pppppfppppapppp.",
    "2024-12-05": "ppppppppfpppppp.",
}
PLACE = "Kommunhuset, rum Eken"

MINUTES = {}

MINUTES["2023-02-09"] = """
§ Mötets öppnande
Ordföranden öppnar mötet och dagordningen godkänns.
§ Åtgärdsplan för 2023–2024
Åtgärdsplanen gäller från årsskiftet och undertecknas i dag av kommunen och polisen.
> arbete collaboration
Rådet beslutar att följa upp åtgärdsplanen åtgärd för åtgärd vid varje möte.
> beslut
§ Prioriteringar 2023
Prioriterade områden och teman för 2023 är följande.
Klockartorget, område, kvarstår.
> prio 2023 area kept Klockartorget
Bryggparken, område, nytt.
> prio 2023 area added Bryggparken
Resecentrum, område, kvarstår.
> prio 2023 area kept Resecentrum
Unga i risk, tema, kvarstår.
> prio 2023 theme kept Unga i risk
Narkotika, tema, kvarstår.
> prio 2023 theme kept Narkotika
Bedrägerier mot äldre, tema, nytt.
> prio 2023 theme added Bedrägerier mot äldre
Rådet beslutar att fastställa prioriteringarna för 2023.
> beslut
§ Polisens lägesbild
Öppen handel med narkotika förekommer i Bryggparken, främst på fredagar.
> läge narcotics Bryggparken
Personrånen mot unga har ökat vid Resecentrum sedan i höstas.
> läge robbery Resecentrum
Bostadsinbrotten är färre än tidigare år, men flera källarinbrott har anmälts på Tallhöjden.
> läge burglary Tallhöjden
§ Kommunens lägesbild
Fritidsgårdarna ser fler yngre besökare och ett lugnt läge.
> läge youth_crime
Klotter och trasiga lampor gör att boende undviker gångvägen vid Lindvreten.
> läge physical_environment Lindvreten
§ Uppföljning av åtgärdsplanen
Samtyckesblanketten är under arbete och två skolor provar arbetssättet.
> arbete youth_crime
> följer m1.1 ongoing
Avhopparstödet är inte påbörjat, socialförvaltningen söker medel.
> läge social_services
> följer m4 not_started
> program avhopp not_started
En första insatsvecka mot narkotika är genomförd.
> arbete narcotics Bryggparken
> följer m5 ongoing
Arbetet med en rutin vid hot och våld i skolan har inte börjat.
> läge school
> följer m8 not_started
Platssamverkan på Tallhöjden planeras till våren.
> avsikt collaboration Tallhöjden
> följer m16 planned
Trygghetsvärdar arbetar vid Resecentrum fredag och lördag.
> arbete violence Resecentrum
> följer m17 ongoing
Den första seniorträffen hölls den 26 januari 2023 med 42 deltagare.
> utfall elderly
> följer m19.1 ongoing
> tal 42 | deltagare | personer | 2023-01-26 | | deltagare på seniorträff
§ Räddningstjänsten informerar
Räddningstjänsten har haft elva larm om bränder i containrar och papperskorgar det senaste halvåret.
> läge fire
> tal 11 | larm | saker | | | larm om bränder i containrar och papperskorgar på ett halvår
§ Uppdrag
Preventionssamordnaren får i uppdrag att ta fram en mall för uppföljning senast den 11 maj 2023.
> uppdrag mall | Preventionssamordnare | klf | 2023-05-11 | Ta fram en mall för uppföljning av åtgärdsplanen
Kommunpolisen får i uppdrag att kartlägga rånen mot unga senast den 14 september 2023.
> uppdrag ran | Kommunpolis | polis | 2023-09-14 | Kartlägga tider och platser för rån mot unga
§ Kommande möten
Rådet möts följande dagar 2023.
Torsdagen den 9 februari 2023
> utlyst 2023-02-09
Torsdagen den 11 maj 2023
> utlyst 2023-05-11
Torsdagen den 14 september 2023
> utlyst 2023-09-14
Torsdagen den 30 november 2023
> utlyst 2023-11-30
"""

MINUTES["2023-05-11"] = """
§ Mötets öppnande
Ordföranden öppnar mötet och dagordningen godkänns.
§ Uppföljning av uppdrag
Mallen för uppföljning är klar och används från i dag.
> utfall collaboration
> svarar mall
§ Polisens lägesbild
Läget vid Klockartorget är lugnare än i vintras.
> läge violence Klockartorget
Mopedkörning på gångvägar stör boende på Tallhöjden.
> läge traffic Tallhöjden
Flera stölder av båtmotorer har anmälts vid Hamnstråket.
> läge burglary Hamnstråket
§ Kommunens lägesbild
Skolorna beskriver mer psykisk ohälsa bland elever i årskurs 8 och 9.
> läge mental_health
Lägesbildsgruppen har börjat samla uppgifter på ett gemensamt underlag varannan vecka.
> arbete lagesbild
§ Uppföljning av åtgärdsplanen
Fältgruppen är ute fyra kvällar i veckan enligt plan.
> arbete youth_crime
> följer m2.1 ongoing
> program falt ongoing
Sommarjobben är annonserade och fördelas i juni.
> avsikt youth_crime
> följer m3.1 planned
> program sommarjobb planned
En gemensam drogpolicy för skolorna planeras till hösten.
> avsikt school
> följer m6.1 planned
Den första tillsynsrundan planeras till juni.
> avsikt business
> följer m7.1 planned
> program tillsyn planned
Socialförvaltningen förbereder en samtalsgrupp för den som utövar våld.
> avsikt violence
> följer m12 planned
Trygghetsvandringen på Klockartorget den 20 april 2023 samlade 31 deltagare.
> utfall physical_environment Klockartorget
> följer m14.1 ongoing
> program vandringar ongoing
> tal 31 | deltagare | personer | 2023-04-20 | Klockartorget | deltagare på trygghetsvandring
Nio gångsträckor är inventerade och sex av dem ska få ny belysning.
> avsikt physical_environment
> följer m18 planned
> tal 9 | sträckor | saker | | | inventerade gångsträckor
§ Sommaren 2023
Kultur- och fritidsförvaltningen håller öppet på Tallhöjden hela sommarlovet.
> avsikt youth_crime Tallhöjden
> följer m3.2 planned
Rådet beslutar att polisen och fältgruppen stämmer av läget varje fredag under sommaren.
> beslut
Rådet beslutar att nattvandrarna får låna lokal i kommunhuset.
> beslut
§ Uppdrag
Fritidschefen får i uppdrag att redovisa sommarens verksamhet senast den 14 september 2023.
> uppdrag sommar | Fritidschef | kof | 2023-09-14 | Redovisa sommarens verksamhet för unga
Samhällsbyggnadschefen får i uppdrag att lämna en tidplan för belysningen senast den 30 november 2023.
> uppdrag ljus | Samhällsbyggnadschef | sbf | 2023-11-30 | Lämna en tidplan för ny belysning längs gångvägar
§ Kommande möten
Nästa möte hålls den 14 september 2023 enligt tidigare beslut.
"""

MINUTES["2023-09-14"] = """
§ Mötets öppnande
Ordföranden öppnar mötet och hälsar centrumföreningens ordförande välkommen som gäst.
§ Uppföljning av uppdrag
Sommarens verksamhet är redovisad, 38 unga hade sommarjobb.
> utfall youth_crime
> svarar sommar
> följer m3.1 ongoing
> program sommarjobb done
> tal 38 | unga | personer | | | unga som hade sommarjobb
Kartläggningen av rånen visar att de flesta sker mellan klockan 15 och 18 nära Resecentrum.
> utfall robbery Resecentrum
> svarar ran
> följer m9.1 planned
§ Polisens lägesbild
Handeln med narkotika i Bryggparken har minskat efter sommarens insatser.
> läge narcotics Bryggparken
Fler bedrägerier mot äldre har anmälts under sommaren.
> läge elderly
§ Kommunens lägesbild
Vretlundaskolan har haft en lugn läsårsstart.
> läge school Lindvreten
Klotter med extremistiska symboler har sanerats vid Hamnstråket.
> arbete extremism Hamnstråket
En olovlig uppställning av husvagnar vid Smidesbacken har avslutats efter dialog.
> utfall begging_settlements Smidesbacken
§ Uppföljning av åtgärdsplanen
Samverkansmöten hålls nu med fyra skolor.
> arbete youth_crime
> följer m1.2 ongoing
Fältgruppen har varit ute 58 kvällar hittills i år.
> arbete youth_crime
> följer m2.1 ongoing
> tal 58 | kvällar | saker | | | kvällar med fältgruppen hittills i år
Två insatsveckor och ett boendemöte är genomförda.
> arbete narcotics
> följer m5.1 ongoing
En arbetsgrupp skriver rutinen vid hot och våld.
> avsikt school
> följer m8.1 planned
Den första utbildningen i att fråga om våld hölls den 5 september 2023 med 64 deltagare.
> utfall violence
> följer m11.1 ongoing
> tal 64 | deltagare | personer | 2023-09-05 | | deltagare i utbildning i att fråga om våld
Seniorträffar har hållits på fyra orter i kommunen.
> arbete elderly
> följer m19.1 ongoing
> program senior ongoing
Startmöten för grannsamverkan planeras i två områden.
> avsikt burglary Grindstugan
> följer m20.1 planned
> program grannar planned
§ Handeln vid Klockartorget
Handlarna upplever färre stölder men önskar snabbare kontakt med polisen.
> läge business Klockartorget
Rådet beslutar att centrumföreningen bjuds in till ett möte om året.
> beslut
Rådet beslutar att pröva en gemensam kvällsrunda på Klockartorget.
> beslut
§ Uppdrag
Skolchefen får i uppdrag att redovisa rutinen vid hot och våld senast den 8 februari 2024.
> uppdrag rutin | Skolchef | buf | 2024-02-08 | Redovisa rutinen vid hot och våld i skolan
Socialchefen får i uppdrag att lämna förslag till rutin för avhopparstöd senast den 30 november 2023.
> uppdrag avhopp | Socialchef | soc | 2023-11-30 | Lämna förslag till lokal rutin för avhopparstöd
§ Kommande möten
Nästa möte hålls den 30 november 2023 enligt tidigare beslut.
"""

MINUTES["2023-11-30"] = """
§ Mötets öppnande
Ordföranden öppnar mötet och dagordningen godkänns.
§ Uppföljning av uppdrag
Tidplanen för belysningen är klar, arbetet börjar i mars 2024.
> utfall physical_environment
> svarar ljus
Förslaget till rutin för avhopparstöd är lämnat och remitteras.
> utfall social_services
> svarar avhopp
> följer m4.1 planned
> program avhopp planned
§ Polisens lägesbild
Narkotikabrotten ligger kvar på en hög nivå, till stor del för att polisen har kontrollerat mer.
> läge narcotics
Läget vid Resecentrum är lugnare sedan trygghetsvärdarna kom i gång.
> läge violence Resecentrum
§ Kommunens lägesbild
Skadegörelsen på skolor har minskat jämfört med förra året.
> läge school
Trafiken vid hämtning och lämning skapar otrygghet vid Vretlundaskolan.
> läge traffic Lindvreten
§ Uppföljning av åtgärdsplanen
Drogpolicyn är antagen av nämnden och införs under våren.
> arbete school
> följer m6.1 ongoing
En av två tillsynsrundor är genomförd, den andra sköts upp.
> utfall business
> följer m7.1 ongoing
> program tillsyn ongoing
Vuxennärvaron vid Resecentrum planeras till vårterminen.
> avsikt robbery Resecentrum
> följer m9.2 planned
Platssamverkan på Tallhöjden är i gång och har hållit tre dialoger.
> arbete collaboration Tallhöjden
> följer m16 ongoing
Trygghetsvärdarna har arbetat planerade kvällar och uppdraget vid Resecentrum är avslutat.
> utfall violence Resecentrum
> följer m17 done
Fyra nya områden har startat grannsamverkan.
> utfall burglary
> följer m20.1 ongoing
> program grannar ongoing
> tal 4 | områden | saker | | | nya områden med grannsamverkan
§ Räddningstjänsten informerar
Alla fem skolor med årskurs 5 har fått lektionerna i brandkunskap.
> utfall fire
> program brand done
§ Platssamverkan 2023
Läget i platssamverkan redovisas i arbetsdokumenten nedan.
> arbete collaboration
@platser
§ Program och insatser 2023
@program
§ Måluppfyllelse 2023
Rådet går igenom de åtgärder som kan bedömas.
Åtgärd 2 bedöms vara delvis uppfylld: fältgruppen nådde sitt mål men inte nattvandringen.
> bedömd m2 partial
Åtgärd 4 bedöms inte vara uppfylld: stödet har inte kommit i gång.
> bedömd m4 none
§ Prioriteringar 2024
Klockartorget, område, kvarstår.
> prio 2024 area kept Klockartorget
Bryggparken, område, kvarstår.
> prio 2024 area kept Bryggparken
Tallhöjden, område, nytt.
> prio 2024 area added Tallhöjden
Resecentrum, område, tas bort.
> prio 2024 area removed Resecentrum
Unga i risk, tema, kvarstår.
> prio 2024 theme kept Unga i risk
Narkotika, tema, kvarstår.
> prio 2024 theme kept Narkotika
Våld i nära relation, tema, nytt.
> prio 2024 theme added Våld i nära relation
Bedrägerier mot äldre, tema, kvarstår.
> prio 2024 theme kept Bedrägerier mot äldre
Rådet beslutar att fastställa prioriteringarna för 2024.
> beslut
Rådet beslutar att platssamverkan på Tallhöjden fortsätter under 2024.
> beslut
§ Uppdrag
Säkerhetschefen får i uppdrag att ta fram en gemensam lägesbild för 2024 senast den 8 februari 2024.
> uppdrag lage | Säkerhetschef | klf | 2024-02-08 | Ta fram en gemensam lägesbild för 2024
Preventionssamordnaren får i uppdrag att bjuda in grannkommunerna till ett erfarenhetsutbyte.
> uppdrag grannkommuner | Preventionssamordnare | klf | | Bjuda in grannkommunerna till ett erfarenhetsutbyte
§ Kommande möten
Rådet möts följande dagar 2024.
Torsdagen den 8 februari 2024
> utlyst 2024-02-08
Torsdagen den 16 maj 2024
> utlyst 2024-05-16
Torsdagen den 12 september 2024
> utlyst 2024-09-12
Torsdagen den 5 december 2024
> utlyst 2024-12-05
"""

MINUTES["2024-02-08"] = """
§ Mötets öppnande
Ordföranden öppnar mötet och dagordningen godkänns.
§ Uppföljning av uppdrag
Den gemensamma lägesbilden för 2024 är klar och presenteras i dag.
> utfall lagesbild
> svarar lage
Rutinen vid hot och våld i skolan är redovisad och prövas på två skolor under våren.
> arbete school
> svarar rutin
> följer m8.1 ongoing
§ Gemensam lägesbild
Lägesbilden bygger på polisens statistik, skolornas enkäter och tjänstepersoners iakttagelser.
> läge lagesbild
## Polisens del
Öppen handel med narkotika har återkommit i mindre omfattning i Bryggparken.
> läge narcotics Bryggparken
Personrånen mot unga är färre än i höstas.
> läge robbery
Källarinbrott fortsätter på Tallhöjden, ofta i samma hus.
> läge burglary Tallhöjden
Polisen ser ingen organiserad extremism i kommunen.
> läge extremism
## Kommunens del
Fler unga söker sig till fritidslokalen på Tallhöjden sedan den öppnade.
> läge youth_crime Tallhöjden
Boende vid Klockartorget uppger i enkäten att torget känns tryggare på kvällen.
> läge physical_environment Klockartorget
Skolkuratorerna möter fler elever som mår dåligt av det som sprids på nätet.
> läge mental_health
§ Uppföljning av åtgärdsplanen
Samtyckesblanketten används av alla skolor.
> utfall youth_crime
> följer m1.1 done
> följer m1 ongoing
Fältgruppen är ute fyra kvällar i veckan och har anpassat tiderna efter lägesbilden.
> arbete youth_crime
> följer m2.1 ongoing
> program falt ongoing
En insatsvecka mot narkotika är genomförd i januari.
> arbete narcotics
> följer m5.1 ongoing
Drogpolicyn införs på skolorna under våren.
> arbete school
> följer m6.1 ongoing
Vuxna finns på plats vid Resecentrum två eftermiddagar i veckan.
> arbete robbery Resecentrum
> följer m9.2 ongoing
Ny belysning är beställd för sex sträckor, de två första tänds i mars.
> arbete physical_environment Lindvreten
> följer m18.1 ongoing
Ett nytt område vid Grindstugan har startat grannsamverkan.
> arbete burglary Grindstugan
> följer m20.1 ongoing
> program grannar ongoing
§ Räddningstjänsten informerar
Bränderna i papperskorgar har flyttat från Hamnstråket till Bryggparken.
> läge fire Bryggparken
§ Socialtjänstens förebyggande arbete
Socialförvaltningen har anställt familjebehandlare för tidiga insatser.
> arbete social_services
Rutinen för avhopparstöd beslutas av socialnämnden i mars.
> avsikt social_services
> följer m4.1 planned
> program avhopp planned
§ Beslut
Rådet beslutar att ställa sig bakom den gemensamma lägesbilden.
> beslut
Rådet beslutar att inrätta en gemensam kvällsrunda på Tallhöjden från och med maj.
> beslut
§ Uppdrag
Bostadsbolagets trygghetsansvariga får i uppdrag att lämna en plan för källarförråden på Tallhöjden senast den 16 maj 2024.
> uppdrag kallare | Trygghetsansvarig | bostad | 2024-05-16 | Lämna en plan mot inbrott i källarförråd på Tallhöjden
Brandingenjören får i uppdrag att föreslå brandsäkra papperskorgar i Bryggparken senast den 16 maj 2024.
> uppdrag korgar | Brandingenjör förebyggande | rtj | 2024-05-16 | Föreslå brandsäkra papperskorgar i Bryggparken
§ Kommande möten
Nästa möte hålls den 16 maj 2024 enligt tidigare beslut.
"""

MINUTES["2024-05-16"] = """
§ Mötets öppnande
Ordföranden öppnar mötet och hälsar centrumföreningens ordförande välkommen som gäst.
§ Uppföljning av uppdrag
Planen mot inbrott i källarförråd är lämnad, fem hus får nya dörrar och ljus.
> utfall burglary Tallhöjden
> svarar kallare
Brandsäkra papperskorgar monteras i Bryggparken i juni.
> utfall fire Bryggparken
> svarar korgar
§ Polisens lägesbild
Handeln med narkotika i Bryggparken sker tidigare på dagen än förut.
> läge narcotics Bryggparken
Två slagsmål på Klockartorget i mars har inte följts av fler.
> läge violence Klockartorget
Cykelstölderna ökar vid Resecentrum när våren kommer.
> läge burglary Resecentrum
Polisen och kommunen har bra kontakt med nattvandrarna.
> läge collaboration
En enskild konflikt mellan ett fåtal elever hanteras av skolan och polisen.
> läge school
> känslig
§ Kommunens lägesbild
Äldre hör av sig om samtal där någon utger sig för att ringa från banken.
> läge elderly
Mopedkörningen på Tallhöjden har minskat men förekommer på kvällarna.
> läge traffic Tallhöjden
Boende vid Lindvreten önskar fler sittplatser längs gångvägen.
> läge physical_environment Lindvreten
Pengainsamling vid butiksentréer förekommer i liten omfattning vid Klockartorget.
> läge begging_settlements Klockartorget
§ Uppföljning av åtgärdsplanen
Fältgruppen har varit ute 36 kvällar sedan årsskiftet.
> arbete youth_crime
> följer m2.1 ongoing
> tal 36 | kvällar | saker | | | kvällar med fältgruppen sedan årsskiftet
Sommarjobben är fördelade, 52 platser är klara.
> arbete youth_crime
> följer m3.1 planned
> program sommarjobb planned
> tal 52 | platser | saker | | | platser för sommarjobb
Avhopparstödet är i gång sedan april.
> arbete social_services
> följer m4.1 ongoing
> program avhopp ongoing
En av två tillsynsrundor är genomförd utan anmärkning hos tio av tolv butiker.
> utfall business
> följer m7.1 ongoing
> program tillsyn ongoing
> tal 12 | butiker | saker | | | besökta försäljningsställen
Vuxennärvaron vid Resecentrum har ordnats 26 eftermiddagar.
> arbete robbery Resecentrum
> följer m9.2 ongoing
> tal 26 | eftermiddagar | saker | | Resecentrum | eftermiddagar med vuxennärvaro
Två utbildningar om våld i nära relation har samlat 118 deltagare.
> utfall violence
> följer m11.1 ongoing
> tal 118 | deltagare | personer | | | deltagare i utbildningar om våld i nära relation
Nio seniorträffar är inbokade under året.
> avsikt elderly
> följer m19.1 ongoing
> program senior ongoing
§ Trygghetsvandringen på Klockartorget
Vid trygghetsvandringen den 18 april 2024 deltog 34 boende.
> utfall physical_environment Klockartorget
> följer m14.1 ongoing
> program vandringar ongoing
> motsägelse vandring a 34 | Antal deltagare på trygghetsvandringen den 18 april 2024 | Preventionssamordnaren har räknat om anmälningslistan, 38 stämmer. | 2024-06-03
Deltagarlistan från vandringen, med 38 namn, lämnas till preventionssamordnaren.
> motsägelse vandring b 38
§ Handeln vid Klockartorget
Centrumföreningen ser färre stölder men fler hot mot personal på kvällen.
> läge business Klockartorget
Polisen erbjuder två utbildningar för butikspersonal under hösten.
> avsikt business Klockartorget
§ Beslut
Rådet beslutar att genomföra fyra trygghetsvandringar under 2024.
> beslut
Rådet beslutar att uppmärksamma bedrägerier mot äldre i kommunens sommarnummer.
> beslut
Rådet beslutar att följa cykelstölderna vid Resecentrum särskilt.
> beslut
§ Uppdrag
Kommunpolisen får i uppdrag att hålla två utbildningar för butikspersonal senast den 30 november 2024.
> uppdrag butik | Kommunpolis | polis | 2024-11-30 | Hålla två utbildningar för butikspersonal
Fritidschefen får i uppdrag att redovisa sommarens verksamhet senast den 12 september 2024.
> uppdrag sommar24 | Fritidschef | kof | 2024-09-12 | Redovisa sommarens verksamhet för unga
Samhällsbyggnadschefen får i uppdrag att föreslå en ny plats för återvinningsstationen senast den 12 september 2024.
> uppdrag atervinning | Samhällsbyggnadschef | sbf | 2024-09-12 | Föreslå en ny plats för återvinningsstationen vid Klockartorget
§ Kommande möten
Nästa möte hålls den 12 september 2024 enligt tidigare beslut.
"""

MINUTES["2024-09-19"] = """
§ Mötets öppnande
Mötet var utlyst till den 12 september men flyttades en vecka. Dagordningen godkänns.
§ Uppföljning av uppdrag
Sommarens verksamhet är redovisad, 52 unga hade sommarjobb.
> utfall youth_crime
> svarar sommar24
> följer m3.1 done
> följer m3 done
> program sommarjobb done
> tal 52 | unga | personer | | | unga som hade sommarjobb
En ny plats för återvinningsstationen är utsedd, flytten sker till våren.
> utfall fire Klockartorget
> svarar atervinning
§ Polisens lägesbild
Personrånen mot unga är färre än samma tid förra året.
> läge robbery
Störningar i samband med sena avgångar har återkommit vid Resecentrum.
> läge violence Resecentrum
Narkotikabrotten ökar, främst därför att polisen har gjort fler kontroller.
> läge narcotics
Bostadsinbrotten är de lägsta på flera år.
> läge burglary
Ett fordon har kört på gångvägen genom Bryggparken vid flera tillfällen.
> läge traffic Bryggparken
> ogranskad
§ Kommunens lägesbild
Läsårsstarten har varit lugn på alla skolor.
> läge school
Elevhälsan ser kortare köer till samtalsstöd än i våras.
> läge mental_health
Hamnstråket har haft fler besökare och färre klagomål under sommaren.
> läge physical_environment Hamnstråket
Klistermärken med extremistiska budskap har tagits bort vid Smidesbacken.
> arbete extremism Smidesbacken
En ödetomt vid Smidesbacken har städats efter att ha använts som boplats.
> utfall begging_settlements Smidesbacken
§ Uppföljning av åtgärdsplanen
Fältgruppen har varit ute 60 kvällar hittills i år.
> arbete youth_crime
> följer m2.1 ongoing
> program falt ongoing
Tre insatsveckor mot narkotika är genomförda.
> arbete narcotics
> följer m5.1 ongoing
Rutinen vid hot och våld är fastställd och övad på alla skolor.
> utfall school
> följer m8.1 done
> följer m8.2 done
> följer m8 done
Samtalsgruppen för den som utövar våld startar inte, för få har anmält intresse.
> utfall violence
> följer m12 cancelled
Platssamverkan i Bryggparken har bytt belysning längs halva sträckan.
> arbete physical_environment Bryggparken
> följer m15.2 ongoing
Trygghetsvärdarna behövs igen vid Resecentrum och uppdraget har återupptagits.
> arbete violence Resecentrum
> följer m17 ongoing
All ny belysning är tänd, de sex sträckorna är klara.
> utfall physical_environment
> följer m18.1 done
> följer m18 done
> tal 6 | sträckor | saker | | | gångsträckor med ny belysning
Kontaktombuden i grannsamverkan hade sin årliga träff den 10 september 2024, 27 deltog.
> utfall burglary
> följer m20.2 done
> följer m20 ongoing
> tal 27 | kontaktombud | personer | 2024-09-10 | | kontaktombud på årlig träff
§ Avhopparstödet
Stödet används och samarbetet med polisen fungerar väl.
> utfall social_services
> följer m4 ongoing
> program avhopp ongoing
Tre personer har tagit emot avhopparstöd sedan starten.
> tal 3 | personer | personer | | | personer som har tagit emot avhopparstöd
§ Räddningstjänsten informerar
Bränderna i papperskorgar har upphört i Bryggparken sedan de byttes ut.
> utfall fire Bryggparken
Räddningstjänsten har haft fem larm om småbränder under sommaren.
> läge fire
> tal 5 | larm | saker | | | larm om småbränder under sommaren
§ Beslut
Rådet beslutar att åter anlita trygghetsvärdar vid Resecentrum.
> beslut
Rådet beslutar att avsluta arbetet med samtalsgruppen och pröva ett samarbete med grannkommunerna.
> beslut
§ Uppdrag
Säkerhetschefen får i uppdrag att utvärdera trygghetsvärdarnas arbete senast den 30 november 2024.
> uppdrag vardar | Säkerhetschef | klf | 2024-11-30 | Utvärdera trygghetsvärdarnas arbete vid Resecentrum
Preventionssamordnaren får i uppdrag att ta fram ett utkast till åtgärdsplan för 2025–2026 senast den 5 december 2024.
> uppdrag plan | Preventionssamordnare | klf | 2024-12-05 | Ta fram ett utkast till åtgärdsplan för 2025–2026
§ Kommande möten
Nästa möte hålls den 5 december 2024 enligt tidigare beslut.
"""

MINUTES["2024-12-05"] = """
§ Mötets öppnande
Ordföranden öppnar mötet och dagordningen godkänns.
§ Uppföljning av uppdrag
Två utbildningar för butikspersonal är hållna, 33 personer deltog.
> utfall business Klockartorget
> svarar butik
> tal 33 | deltagare | personer | | Klockartorget | butikspersonal på utbildning
Utkastet till åtgärdsplan för 2025–2026 är klart och går på remiss.
> utfall collaboration
> svarar plan
Utvärderingen av trygghetsvärdarna är inte klar.
> läge violence Resecentrum
§ Polisens lägesbild
Den öppna handeln med narkotika i Bryggparken har minskat men inte upphört.
> läge narcotics Bryggparken
Skadegörelsen har minskat i hela kommunen under året.
> läge physical_environment
Bedrägerierna mot äldre är färre än förra året, men summorna är större.
> läge elderly
Rånen mot unga har minskat sedan kartläggningen.
> läge robbery
§ Kommunens lägesbild
Trygghetsmätningen visar att fler känner sig trygga utomhus på kvällen.
> läge lagesbild
Fritidslokalen på Tallhöjden har i snitt 45 besökare per kväll.
> läge youth_crime Tallhöjden
> tal 45 | besökare | personer | | Tallhöjden | besökare per kväll i fritidslokalen, i genomsnitt
Hastigheterna vid Vretlundaskolan är lägre sedan gatan byggdes om.
> utfall traffic Lindvreten
Kommunen har tagit fram en handlingsplan mot våldsbejakande extremism.
> arbete extremism
§ Uppföljning av åtgärdsplanen
Alla skolor har samverkansmöten och elva samverkansplaner är i gång.
> utfall youth_crime
> följer m1.2 ongoing
> tal 11 | planer | saker | | | pågående samverkansplaner
Fältgruppen har nått sitt mål med 86 kvällar ute under året.
> utfall youth_crime
> följer m2.1 done
> följer m2 ongoing
> program falt done
> motsägelse kvallar a 86 | Antal kvällar med fältgruppen under 2024
Insatsveckorna är genomförda enligt plan, arbetet fortsätter 2025.
> utfall narcotics
> följer m5.1 done
> följer m5 ongoing
Drogpolicyn är införd på alla skolor och föräldrakvällarna är hållna.
> utfall school
> följer m6.1 done
> följer m6.2 done
> följer m6 done
> program foraldra done
Båda tillsynsrundorna är genomförda och sexton kontrollköp är gjorda.
> utfall business
> följer m7.1 done
> följer m7 done
> program tillsyn done
> tal 16 | kontrollköp | saker | | | kontrollköp hos försäljningsställen
Rådet saknar uppgift om hur eleverna har fått information om rån.
> läge robbery
> följer m9.3 unknown
> följer m9 unknown
Målet för utbildningarna om våld i nära relation är nått.
> utfall violence
> följer m11.1 done
> följer m11 done
Höstens städdag på Tallhöjden samlade 25–30 boende.
> utfall physical_environment Tallhöjden
> tal 25–30 | boende | personer | | Tallhöjden | boende på höstens städdag
Platssamverkan på Tallhöjden fortsätter med nytt fokus på källarinbrott.
> avsikt burglary Tallhöjden
> följer m16 ongoing
Nio seniorträffar är hållna och broschyren är utskickad.
> utfall elderly
> följer m19.1 done
> följer m19.3 done
> följer m19 done
> program senior done
§ Räddningstjänsten informerar
Fyra av fem skolor har fått lektionerna i brandkunskap, den femte får dem i januari.
> utfall fire
> program brand ongoing
§ Platssamverkan 2024
Läget i platssamverkan redovisas i arbetsdokumenten nedan.
> arbete collaboration
@platser
§ Program och insatser 2024
@program
§ Måluppfyllelse 2024
Rådet går igenom de åtgärder som kan bedömas, preventionssamordnaren bedömer fler i januari.
Åtgärd 3 bedöms vara helt uppfylld: fler unga än planerat hade sommarjobb.
> bedömd m3 full
Åtgärd 7 bedöms vara helt uppfylld: tillsynsrundor och kontrollköp är gjorda enligt plan.
> bedömd m7 full
Åtgärd 8 bedöms vara helt uppfylld: rutinen är fastställd och övad på alla skolor.
> bedömd m8 full
Åtgärd 12 bedöms inte vara uppfylld: samtalsgruppen startade inte.
> bedömd m12 none
Åtgärd 18 bedöms vara helt uppfylld: alla sex sträckor är klara.
> bedömd m18 full
§ Övriga frågor
Nattvandrarna söker fler vuxna inför våren.
> läge other
> program nattvandring ongoing
Psykisk hälsa föreslås bli ett tema i nästa åtgärdsplan.
> avsikt mental_health
§ Prioriteringar 2025
Cykelstölder, tema, föreslås som nytt.
> prio 2025 theme proposed_added Cykelstölder
Klockartorget, område, föreslås utgå.
> prio 2025 area proposed_removed Klockartorget
Tallhöjden, område, kvarstår.
> prio 2025 area kept Tallhöjden
§ Beslut och uppdrag
Rådet beslutar att skicka utkastet till åtgärdsplan på remiss.
> beslut
Rådet beslutar att platssamverkan fortsätter på alla tre platserna under 2025.
> beslut
Rådet beslutar att trygghetsmätningen görs om hösten 2025.
> beslut
Samhällsbyggnadschefen får i uppdrag att redovisa läget för bommarna vid Tallhöjden senast den 6 februari 2025.
> uppdrag bommar | Samhällsbyggnadschef | sbf | 2025-02-06 | Redovisa läget för bommarna vid infarten till Tallhöjden
Skolchefen får i uppdrag att redovisa hur elever informeras om rån senast den 15 maj 2025.
> uppdrag raninfo | Skolchef | buf | 2025-05-15 | Redovisa hur elever informeras om rån
§ Kommande möten
Rådet möts följande dagar 2025.
Torsdagen den 6 februari 2025
> utlyst 2025-02-06
Torsdagen den 15 maj 2025
> utlyst 2025-05-15
Torsdagen den 11 september 2025
> utlyst 2025-09-11
Torsdagen den 4 december 2025
> utlyst 2025-12-04
"""

# What somebody decided outside the meetings, in no document:
# measure | year | fulfilment | day | role | ground
ASSESSMENTS = """
m1  | 2024 | partial | 2025-01-14 | Preventionssamordnare | Alla skolor har samverkansmöten, men tiden till samordnat stöd är inte mätt.
m5  | 2024 | partial | 2025-01-14 | Preventionssamordnare | Insatsveckorna är gjorda och den öppna handeln har minskat men inte upphört.
m11 | 2024 | partial | 2025-01-14 | Preventionssamordnare | Målet för utbildningarna är nått, men det är inte känt hur ofta frågan ställs.
m16 | 2024 | partial | 2025-01-14 | Preventionssamordnare | Mötesplatsen för unga är öppen och garageportarna bytta, källarinbrotten fortsätter.
m9  | 2024 | not_assessed | 2025-01-14 | Preventionssamordnare | Redovisningen av hur elever informeras väntas i maj 2025.
"""

# --- the statistics -----------------------------------------------------------------------------

YEARS = range(2018, 2025)
INHABITANTS = {
    "Exempelköping": [30800, 30950, 31100, 31200, 31350, 31420, 31500],
    "Länet": [284000, 285100, 286000, 287200, 288300, 289000, 289900],
}
CRIMES = "anmälda brott"
SHARE = "procent av de svarande"

# key | what | unit | whether a rate is given; then one line an area (".." = not stated)
STATISTICS = """
misshandel | Misshandel | brott | rate
212 205 188 194 201 189 176
2150 2120 1985 2010 2060 2015 1960
personran | Personrån | brott | rate
18 21 24 19 26 31 22
160 172 165 150 168 181 166
bostadsinbrott | Bostadsinbrott | brott | rate
96 88 71 64 58 61 49
905 860 720 655 610 590 545
narkotika | Narkotikabrott | brott | rate
148 156 171 183 176 198 205
1720 1790 1880 1910 1850 1935 1980
skadegorelse | Skadegörelse | brott | rate
402 388 371 365 349 338 296
3650 3590 3480 3410 3350 3290 3120
bedrageri-aldre | Bedrägerier mot äldre | brott |
34 39 47 52 58 66 54
410 445 490 530 570 615 560
otrygg-ute | Otrygga utomhus sena kvällar | andel |
27 28 .. 29 28 26 24
24 25 25 26 26 25 25
oro-inbrott | Oroliga för inbrott i bostaden | andel |
22 21 19 18 17 16 14
20 20 19 18 18 17 17
fortroende | Stort förtroende för polisens arbete lokalt | andel |
52 51 53 54 55 57 59
55 55 56 56 57 57 58
"""

# --- from the text above to documents and records -----------------------------------------------

TABLES = {
    resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
    for resource in json.loads(DESCRIPTOR.read_text(encoding="utf-8"))["resources"]
}
RECORDS: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december".split()
)
WEEKDAYS = ["Måndagen", "Tisdagen", "Onsdagen", "Torsdagen", "Fredagen", "Lördagen", "Söndagen"]
STATEMENT_KINDS = {
    "läge": "situation", "arbete": "work", "avsikt": "intention", "utfall": "outcome",
}  # fmt: skip
ATTENDANCE = {
    "p": ("present", "Närvarande"),
    "f": ("apologies", "Anmält förhinder"),
    "a": ("absent", "Frånvarande"),
}
ROLES = {"chair_role": "vassback", "secretary_role": "tunhammar"}


class Document:
    """A document line by line; `write` answers with the number of the line it wrote."""

    def __init__(self, key: str, kind: str, title: str, dated_on: str, file_name: str, note: str):
        self.lines: list[str] = []
        self.key = f"bv-doc-{key}"
        self.about = {
            "kind": kind, "title": title, "dated_on": dated_on, "file_name": file_name, "note": note,
        }  # fmt: skip
        self.write(WARNING)

    def write(self, text: str = "") -> int:
        if not (text.startswith(("- ", "|")) and self.lines and self.lines[-1][:2] == text[:2]):
            self.lines += [""] if self.lines else []
        self.lines.append(text)
        return len(self.lines)

    def record(self, table: str, line: int, /, **values: object) -> None:
        """A row whose source is a line of this document."""
        row = {
            "council_id": COUNCIL, "document_id": self.key, "line": line,
            "is_sensitive": "no", "is_reviewed": "yes", **values,
        }  # fmt: skip
        if table == "councils":
            del row["is_sensitive"], row["is_reviewed"]
        unknown = set(row) - set(TABLES[table])
        assert not unknown, f"{table}: {unknown}"
        RECORDS[table].append({name: str(row.get(name, "")) for name in TABLES[table]})

    def save(self, folder: Path) -> None:
        raw = ("\n".join(self.lines) + "\n").encode()
        (folder / self.about["file_name"]).write_bytes(raw)
        row = {
            "document_id": self.key, "council_id": COUNCIL, "n_lines": str(len(self.lines)),
            "sha256": hashlib.sha256(raw).hexdigest(), **self.about,
        }  # fmt: skip
        RECORDS["documents"].append(row)


def cells(text: str, n: int) -> list[str]:
    """The cells of a line divided by |, filled up to n."""
    found = [cell.strip() for cell in text.split("|")]
    return found + [""] * (n - len(found))


def table(text: str, n: int) -> list[list[str]]:
    return [cells(line, n) for line in text.strip().splitlines()]


def in_words(day: str, weekday: bool = True) -> str:
    """Torsdagen den 8 februari 2024."""
    date = dt.date.fromisoformat(day)
    words = f"{date.day} {MONTHS[date.month - 1]} {date.year}"
    return f"{WEEKDAYS[date.weekday()]} den {words}" if weekday else words


def reference(kind: str, key: str) -> str:
    return f"bv-{kind}-{key}" if key else ""


def names(text: str) -> dict[str, str]:
    return {key: name for key, name, *_ in table(text, 2)}


def write_plan() -> Document:
    doc = Document(
        "plan", "action_plan", "Åtgärdsplan 2023–2024", "2023-01-16", "atgardsplan-2023-2024.md", ""
    )
    title = "Åtgärdsplan 2023–2024 för Exempelköpings lokala brottsförebyggande råd"
    doc.write(f"# {title}")
    doc.write("Daterad den 16 januari 2023.")
    line = doc.write("Planen gäller från den 1 januari 2023 till den 31 december 2024.")
    doc.record(
        "action_plans", line, action_plan_id="bv-plan", title=title,
        year_from=2023, year_to=2024, period_basis="Anges på planens första sida.",
    )  # fmt: skip
    line = doc.write(
        "Exempelköpings lokala brottsförebyggande råd bildades den 1 mars 2019 i Exempelköpings kommun."
    )
    doc.record(
        "councils", line, name="Exempelköpings lokala brottsförebyggande råd", district="Exempelköping",
        municipality="Exempelköpings kommun", valid_from="2019-03-01", is_made_up="yes",
        note="Rådet, kommunen och alla uppgifter är påhittade för visning och prov.",
    )  # fmt: skip
    write_organisations(doc)
    write_forums(doc)
    write_programmes(doc)
    doc.write("## Åtgärder")
    for number, text in enumerate(PLAN.strip().split("\n\n"), start=1):
        write_measure(doc, number, text.splitlines())
    return doc


def write_organisations(doc: Document) -> None:
    doc.write("## Organisationer")
    for key, name, short_name, kind in table(ORGANISATIONS, 4):
        line = doc.write(f"- {name}" + (f" ({short_name})" if short_name else ""))
        doc.record(
            "organisations", line, organisation_id=reference("org", key), name=name,
            short_name=short_name, kind=kind,
        )  # fmt: skip
    doc.write("## Andra namn och förkortningar")
    known = names(ORGANISATIONS)
    for key, alias, reason in table(ALIASES, 3):
        line = doc.write(f"- {alias}: {known[key]}")
        doc.record(
            "aliases", line, alias_id=reference("alias", f"{key}-{reason.replace('_', '-')}"),
            organisation_id=reference("org", key), alias=alias, reason=reason,
        )  # fmt: skip


def write_forums(doc: Document) -> None:
    doc.write("## Organisation")
    forums = table(FORUMS, 8)
    known = {key: name for key, _, _, _, name, *_ in forums}
    for key, kind, level, parent, name, rhythm, purpose, members in forums:
        above = f" Hör till: {known[parent]}." if parent else ""
        meets = f" Möts {rhythm}." if rhythm else ""
        line = doc.write(f"{name}: {purpose}.{meets}{above} Nivå: {LEVELS[level]}.")
        doc.record(
            "forums", line, forum_id=reference("f", key), name=name, kind=kind, level=level,
            parent_id=reference("f", parent), rhythm=rhythm, purpose=f"{purpose}.",
        )  # fmt: skip
        for n, member in enumerate(members.split(", "), start=1):
            role, organisation = member.split("/")
            line = doc.write(f"- {role[0].upper()}{role[1:]}, {names(ORGANISATIONS)[organisation]}")
            doc.record(
                "forum_members", line, forum_member_id=f"bv-fm-{key}-{n:02}", role=role,
                forum_id=reference("f", key), organisation_id=reference("org", organisation),
            )  # fmt: skip


LEVELS = {"strategic": "strategisk", "operational": "operativ", "case": "individ"}


def write_programmes(doc: Document) -> None:
    doc.write("## Program och insatser")
    known = {key: name for key, _, _, _, name, *_ in table(FORUMS, 8)}
    for key, kind, forum, name, description in table(PROGRAMMES, 5):
        line = doc.write(f"- {name}: {description}. Hör till {known[forum]}.")
        doc.record(
            "programmes", line, programme_id=reference("prog", key), name=name, kind=kind,
            forum_id=reference("f", forum), description=f"{description}.",
        )  # fmt: skip


def write_measure(doc: Document, number: int, lines: list[str]) -> None:
    area, title = cells(lines[0].removeprefix("= "), 2)
    key = f"bv-m{number}"
    line = doc.write(f"### Åtgärd {number}. {title}")
    doc.write(f"- Område: {area}")
    measure: dict[str, object] = {"number": number, "area": area, "title": title}
    rest = [text for text in lines[1:] if text[:2] in ("- ", "P ", "K ")]
    forums = {key: name for key, _, _, _, name, *_ in table(FORUMS, 8)}
    for text in lines[1 : len(lines) - len(rest)]:
        name, value = text.split(": ", 1)
        field = PLAN_FIELDS[name]
        if field == "forum_id":
            measure["forum_text"] = forums[value]
            measure[field], value = reference("f", value), forums[value]
        else:
            measure[field] = value
        doc.write(f"- {LABELS.get(name, name.capitalize())}: {value}")
    doc.record("measures", line, measure_id=key, action_plan_id="bv-plan", **measure)
    doc.write("Aktiviteter:")
    for n, text in enumerate((t for t in rest if t[0] == "-"), start=1):
        write_activity(doc, key, n, cells(text.removeprefix("- "), 4))
    doc.write("Åtaganden:")
    for letter, party, name in (("P", "police", "Polisen"), ("K", "district", "Kommunen")):
        for n, text in enumerate((t[2:] for t in rest if t[0] == letter), start=1):
            line = doc.write(f"- {name}: {text}")
            doc.record(
                "commitments", line, commitment_id=f"{key}-{'polis' if letter == 'P' else 'kommun'}-{n}",
                measure_id=key, party=party, number=n, text=text,
            )  # fmt: skip


LABELS = {
    "ansvarig": "Ansvarig", "forum": "Samverkansforum", "polis": "Polisens kontakt",
    "kommun": "Kommunens kontakt", "övriga": "Övriga aktörer",
}  # fmt: skip


def write_activity(doc: Document, measure: str, number: int, given: list[str]) -> None:
    title, target, due, programme = given
    count, unit, per = "", "", ""
    if target:
        count, unit = target.removesuffix(" per år").removesuffix(" en gång").split(" ", 1)
        per = "year" if target.endswith(" per år") else "once"
    first, last = DUE[due] if due else ("", "")
    said = [title, f"mål minst {target}" if target else "", f"tid: {due}" if due else ""]
    said.append(f"program: {names_of_programmes()[programme]}" if programme else "")
    line = doc.write("- " + "; ".join(part for part in said if part))
    doc.record(
        "activities", line, activity_id=f"{measure}-a{number}", measure_id=measure, number=number,
        title=title, target_count=count, target_unit=unit, target_per=per, due_label=due,
        due_earliest=first, due_latest=last, programme_id=reference("prog", programme),
    )  # fmt: skip


def names_of_programmes() -> dict[str, str]:
    return {key: name for key, _, _, name, _ in table(PROGRAMMES, 5)}


class Minutes:
    """The minutes of one meeting: what they say, and what is recorded from each line."""

    assignments: dict[str, str] = {}  # noqa: RUF012  given at one meeting, closed at another
    conflicts: dict[str, dict[str, object]] = {}  # noqa: RUF012  two lines make one row

    def __init__(self, day: str) -> None:
        self.day = day
        self.year = int(day[:4])
        self.meeting = f"bv-{day}"
        self.counted: dict[str, int] = {}
        self.item = self.parent = ""
        self.n_items = 0
        title = f"Protokoll {in_words(day, weekday=False)}"
        self.doc = Document(day, "minutes", title, day, f"protokoll-{day}.md", "")

    def written(self) -> Document:
        self.head()
        lines = MINUTES[self.day].strip().splitlines()
        while lines:
            text = lines.pop(0)
            marks = []
            while lines and lines[0].startswith("> "):
                marks.append(lines.pop(0).removeprefix("> "))
            self.paragraph(text, marks)
        return self.doc

    def head(self) -> None:
        doc = self.doc
        doc.write(f"# {doc.about['title']}")
        doc.write("Exempelköpings lokala brottsförebyggande råd")
        line = doc.write(f"- Tid: {in_words(self.day)} kl. 13.00–15.00")
        doc.write(f"- Plats: {PLACE}")
        people = table(PEOPLE, 4)
        role = {field: next(p[2] for p in people if p[0] == key) for field, key in ROLES.items()}
        doc.write(f"- Ordförande: {role['chair_role']}")
        doc.write(f"- Sekreterare: {role['secretary_role']}")
        doc.record(
            "meetings", line, meeting_id=self.meeting, forum_id="bv-f-rad", held_on=self.day,
            date_basis="Anges i protokollet, med veckodag som stämmer.", starts_at="13:00",
            ends_at="15:00", place=PLACE, **role,
        )  # fmt: skip
        n = 0
        for code, (status, heading) in ATTENDANCE.items():
            if code not in MEETINGS[self.day]:
                continue
            doc.write(f"## {heading}")
            for person, mark in zip(people, MEETINGS[self.day], strict=True):
                if mark == code:
                    n += 1
                    self.listed(person, status, n)

    def listed(self, person: list[str], status: str, n: int) -> None:
        key, name, role, organisation = person
        line = self.doc.write(f"- {name}, {role}, {names(ORGANISATIONS)[organisation]}")
        who = {
            "person_id": reference("person", key),
            "organisation_id": reference("org", organisation),
        }
        if who["person_id"] not in {row["person_id"] for row in RECORDS["people"]}:
            self.doc.record("people", line, name=name, role=role, **who)
        self.doc.record(
            "attendance", line, attendance_id=f"{self.meeting}-n{n:02}", meeting_id=self.meeting,
            role=role, status=status, **who,
        )  # fmt: skip

    def paragraph(self, text: str, marks: list[str]) -> None:
        if text.startswith(("§ ", "## ")):
            self.heading(text)
        elif text == "@platser":
            self.place_tables()
        elif text == "@program":
            self.programme_list()
        else:
            self.said(text, marks)

    def heading(self, text: str) -> None:
        level = 1 if text.startswith("§ ") else 2
        title = text.split(" ", 1)[1]
        position = self.number("position")
        if level == 1:
            self.n_items += 1
            self.item = self.parent = f"{self.meeting}-p{self.n_items}"
            self.counted["headings"] = 0
            line = self.doc.write(f"## § {self.n_items} {title}")
        else:
            self.item = f"{self.parent}-{self.number('headings')}"
            line = self.doc.write(f"### {title}")
        self.doc.record(
            "agenda_items", line, item_id=self.item, meeting_id=self.meeting, title=title,
            number=self.n_items if level == 1 else "", position=position, level=level,
            parent_id=self.parent if level == 2 else "",
        )  # fmt: skip

    def number(self, what: str) -> int:
        self.counted[what] = self.counted.get(what, 0) + 1
        return self.counted[what]

    def said(self, text: str, marks: list[str]) -> None:
        flags = {
            "is_sensitive": "yes" if "känslig" in marks else "no",
            "is_reviewed": "no" if "ogranskad" in marks else "yes",
        }
        words = [
            (word, rest)
            for word, _, rest in (mark.partition(" ") for mark in marks)
            if word not in ("känslig", "ogranskad")
        ]
        measures = [rest.split()[0] for word, rest in words if word == "följer"]
        numbers = sorted({int(measure[1:].split(".")[0]) for measure in measures})
        prefix = f"Åtgärd {' och '.join(map(str, numbers))}: " if numbers else ""
        announced = next((rest for word, rest in words if word == "utlyst"), "")
        if announced:
            assert text == in_words(announced), text
            text += f" kl. 13.00–15.00, {PLACE}"
        line = self.doc.write(prefix + text)
        statement = ""
        for word, rest in words:
            if word in STATEMENT_KINDS:
                theme, _, place = rest.partition(" ")
                statement = f"{self.meeting}-s{self.number('statements'):03}"
                self.record(
                    "statements", line, statement_id=statement, kind=STATEMENT_KINDS[word],
                    theme=theme, place=place, text=text, **flags,
                )  # fmt: skip
        for word, rest in words:
            if word not in STATEMENT_KINDS:
                getattr(self, RECORDED[word])(line, rest, statement, text)

    def record(self, name: str, line: int, /, **values: object) -> None:
        """A row under the present item of this meeting."""
        where = {"meeting_id": self.meeting, "item_id": self.item}
        known = {key: value for key, value in where.items() if key in TABLES[name]}
        self.doc.record(name, line, **{**known, **values})

    def follow_up(self, line: int, statement: str, **values: object) -> None:
        n = self.number("follow-ups")
        self.record(
            "follow_ups", line, follow_up_id=f"{self.meeting}-uppf-{n:02}", statement_id=statement,
            **{"basis": "stated", **values},
        )  # fmt: skip

    def measure(self, line: int, rest: str, statement: str, text: str) -> None:
        target, status = rest.split()
        measure, _, activity = target.partition(".")
        self.follow_up(
            line, statement, measure_id=f"bv-{measure}", status=status,
            activity_id=f"bv-{measure}-a{activity}" if activity else "",
        )  # fmt: skip

    def programme(self, line: int, rest: str, statement: str, text: str) -> None:
        key, status = rest.split()
        self.follow_up(line, statement, programme_id=reference("prog", key), status=status)

    def decision(self, line: int, rest: str, statement: str, text: str) -> None:
        n = self.number("decisions")
        what = text.removeprefix("Rådet beslutar att ")
        what = what[0].upper() + what[1:]
        self.record("decisions", line, decision_id=f"{self.meeting}-b{n}", text=what)

    def assignment(self, line: int, rest: str, statement: str, text: str) -> None:
        key, role, organisation, due, what = cells(rest, 5)
        self.assignments[key] = f"{self.meeting}-u{self.number('assignments')}"
        self.record(
            "assignments", line, assignment_id=self.assignments[key], assigned_to=role,
            organisation_id=reference("org", organisation), text=f"{what}.", due_on=due,
        )  # fmt: skip

    def answer(self, line: int, rest: str, statement: str, text: str) -> None:
        key = self.assignments[rest]
        row = next(row for row in RECORDS["assignments"] if row["assignment_id"] == key)
        row["closed_item_id"] = self.item
        self.follow_up(line, statement, assignment_id=key, status="done")

    def observation(self, line: int, rest: str, statement: str, text: str) -> None:
        values, unit, kind, day, place, what = cells(rest, 6)
        value, _, value_max = values.partition("–")
        self.record(
            "observations", line, observation_id=f"{self.meeting}-tal-{self.number('counts'):02}",
            what=what, value=value, value_max=value_max, unit=unit, counts_persons="yes" if kind == "personer" else "no",
            observed_on=day, place=place,
        )  # fmt: skip

    def priority(self, line: int, rest: str, statement: str, text: str) -> None:
        year, kind, change, name = rest.split(" ", 3)
        n = self.number("priorities")
        self.record(
            "priorities", line, priority_id=f"{self.meeting}-prio-{n:02}", year=year, name=name,
            kind=kind, change=change,
        )  # fmt: skip

    def announced(self, line: int, rest: str, statement: str, text: str) -> None:
        self.record(
            "planned_meetings", line, planned_meeting_id=f"bv-utlyst-{rest}", forum_id="bv-f-rad",
            planned_on=rest, starts_at="13:00", ends_at="15:00", place=PLACE,
        )  # fmt: skip

    def contradiction(self, line: int, rest: str, statement: str, text: str) -> None:
        left, about, resolution, resolved_on = cells(rest, 4)
        key, side, value = left.split()
        row = self.conflicts.setdefault(key, {"conflict_id": f"{self.meeting}-motsagelse-{key}"})
        row |= {f"value_{side}": value, f"line_{side}": line}
        row |= (
            {"about": about, "resolution": resolution, "resolved_on": resolved_on} if about else {}
        )
        if {"line_a", "line_b"} <= set(row):
            self.record("conflicts", int(row["line_a"]), **row)

    def assessment(self, line: int, rest: str, statement: str, text: str) -> None:
        measure, fulfilment = rest.split()
        ground = text.split(": ", 1)[1]
        assess(self.doc, measure, self.year, fulfilment, ground, self.day, "Rådet", line=line)

    def place_tables(self) -> None:
        rows = table(PLACE_ACTIONS_2023 if self.year == 2023 else PLACE_ACTIONS_2024, 13)
        forums = {key: name for key, _, _, _, name, *_ in table(FORUMS, 8)}
        for place in dict.fromkeys(row[0] for row in rows):
            self.heading(f"## {forums[place]}")
            self.doc.write(f"| {' | '.join(PLACE_HEAD)} |")
            self.doc.write("|" + " --- |" * len(PLACE_HEAD))
            count = dict.fromkeys(KINDS, 0)
            for row in rows:
                if row[0] == place:
                    count[row[1]] += 1
                    self.place_action(row, count[row[1]])

    def place_action(self, row: list[str], number: int) -> None:
        place, kind, spot, problem, action, participants, lead, organisation = row[:8]
        status, status_text, due_on, done_on, measure = row[8:]
        shown = [
            KINDS[kind], spot, problem, action, participants, lead, STATUSES[status], status_text,
            due_on, done_on,
        ]  # fmt: skip
        line = self.doc.write(f"| {' | '.join(shown)} |")
        key = f"bv-{self.year}-{place}-{kind[0]}{number}"
        self.record(
            "place_actions", line, place_action_id=key, forum_id=reference("f", place),
            number=number, kind=kind, spot=spot, problem=problem, action=action,
            participants=participants, lead=lead,
            lead_organisation_id=reference("org", organisation), status=status,
            status_text=f"{status_text}." if status_text else "", due_on=due_on, done_on=done_on,
        )  # fmt: skip
        if measure:
            note = "Insatsen är klar, åtgärden som helhet bedöms inte." if status == "done" else ""
            self.follow_up(
                line, "", place_action_id=key, measure_id=f"bv-{measure}", status="ongoing",
                basis="inferred", note=note,
            )  # fmt: skip

    def programme_list(self) -> None:
        known = names_of_programmes()
        for key, year, target, outcome, value, unit, status, in_document in table(RESULTS, 8):
            if int(year) != self.year:
                continue
            line = self.doc.write(
                f"- {known[key]}. Mål: {target}. Utfall: {in_document or outcome}."
            )
            self.doc.record(
                "programme_results", line, programme_result_id=f"bv-res-{key}-{year}", year=year,
                programme_id=reference("prog", key), target=f"{target}.", outcome=f"{outcome}.",
                value=value, unit=unit, status=status,
            )  # fmt: skip
            if in_document:
                self.contradiction(line, f"kvallar b {in_document.split()[0]}", "", "")


RECORDED = {
    "följer": "measure", "program": "programme", "beslut": "decision", "uppdrag": "assignment",
    "svarar": "answer", "tal": "observation", "prio": "priority", "utlyst": "announced",
    "motsägelse": "contradiction", "bedömd": "assessment",
}  # fmt: skip


def assess(
    doc: Document,
    measure: str,
    year: int,
    fulfilment: str,
    ground: str,
    day: str,
    role: str,
    **source: object,
) -> None:
    ground = ground[0].upper() + ground[1:]
    doc.record(
        "assessments", 0, assessment_id=f"bv-bed-{measure}-{year}", measure_id=f"bv-{measure}",
        year=year, fulfilment=fulfilment, ground=ground, decided_on=day, decided_by_role=role,
        **source,
    )  # fmt: skip


def write_statistics() -> Document:
    doc = Document(
        "statistik", "other", "Statistik 2018–2024", "2025-01-20", "statistik-2018-2024.md",
        "Siffrorna är påhittade.",
    )  # fmt: skip
    doc.write("# Statistik 2018–2024 för Exempelköping och länet")
    doc.write(
        "Sammanställd av säkerhetsenheten den 20 januari 2025. Två punkter betyder att siffran saknas."
    )
    lines = STATISTICS.strip().splitlines()
    for n in range(0, len(lines), 3):
        key, name, kind, rate = cells(lines[n], 4)
        series = {"Exempelköping": lines[n + 1].split(), "Länet": lines[n + 2].split()}
        write_indicator(doc, key, name, CRIMES if kind == "brott" else SHARE, bool(rate), series)
    return doc


def write_indicator(
    doc: Document, key: str, name: str, unit: str, has_rate: bool, series: dict[str, list[str]]
) -> None:
    doc.write(f"## {name}, {unit}")
    head = [f"{area}{extra}" for area in series for extra in ("", ", per 100 000")[: 1 + has_rate]]
    doc.write(f"| År | {' | '.join(head)} | Anmärkning |")
    doc.write("|" + " --- |" * (len(head) + 2))
    for n, year in enumerate(YEARS):
        is_preliminary = year == YEARS[-1] and unit == CRIMES
        found = []
        for area, values in series.items():
            value = values[n].replace("..", "")
            rate = str(round(int(value) / INHABITANTS[area][n] * 100_000)) if has_rate else ""
            found.append((area, value, rate))
        shown = [text or ".." for _, value, rate in found for text in (value, rate)[: 1 + has_rate]]
        line = doc.write(
            f"| {year} | {' | '.join(shown)} | {'preliminär' if is_preliminary else ''} |"
        )
        for area, value, rate in found:
            doc.record(
                "statistics", line, indicator=name, area=area, year=year, value=value, unit=unit,
                statistic_id=f"bv-stat-{key}-{'lanet' if area == 'Länet' else 'exempelkoping'}-{year}",
                is_comparison="yes" if area == "Länet" else "no", per_100k=rate,
                is_preliminary="yes" if is_preliminary else "no", counts_persons="no",
                publisher="Exempelköpings kommun, säkerhetsenheten (påhittad)",
                retrieved_on="2025-01-20",
            )  # fmt: skip


def main() -> None:
    documents, records = HERE / "documents", HERE / "records" / COUNCIL
    for folder in (documents, records):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for doc in (write_plan(), *(Minutes(day).written() for day in MINUTES), write_statistics()):
        doc.save(documents)
    for measure, year, fulfilment, day, role, ground in table(ASSESSMENTS, 6):
        assess(doc, measure, int(year), fulfilment, ground, day, role, document_id="", line="")
    for name, fields in TABLES.items():
        with (records / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows(RECORDS[name])


if __name__ == "__main__":
    main()
